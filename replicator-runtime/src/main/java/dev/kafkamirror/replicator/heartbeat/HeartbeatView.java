package dev.kafkamirror.replicator.heartbeat;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import java.time.Duration;

/**
 * What was observed of a flow's heartbeats.
 *
 * @param last when the newest heartbeat that arrived was written, ms; null when none arrived
 * @param roundTripMillis from writing to reading the newest one of this process, null when none
 */
record HeartbeatView(Long last, Long roundTripMillis) {
  static final HeartbeatView NOTHING = new HeartbeatView(null, null);

  /**
   * After one more heartbeat.
   *
   * @param written when it was written, ms
   * @param read when it was read, ms
   * @param ours whether this process wrote it and was already reading then, so that the time
   *     between the two says something
   */
  HeartbeatView after(long written, long read, boolean ours) {
    Long newest = last == null ? written : Long.valueOf(Math.max(last, written));
    return new HeartbeatView(
        newest, ours ? Long.valueOf(Math.max(0, read - written)) : roundTripMillis);
  }

  /**
   * @param problem what keeps heartbeats from being written or read now, or null
   */
  Heartbeat judge(long now, Duration staleAfter, String problem) {
    if (last == null) {
      return new Heartbeat(HeartbeatState.NeverReceived, null, problem);
    }
    boolean stale = now - last > staleAfter.toMillis();
    return new Heartbeat(
        stale ? HeartbeatState.Stale : HeartbeatState.Healthy, roundTripMillis, problem);
  }
}
