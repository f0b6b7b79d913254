package dev.kafkamirror.replicator.task.measure;

import dev.kafkamirror.replicator.task.measure.TaskMeasures.Fetches;

/** Measures the fetches of a task. Belongs to the fetching loop; any thread may read. */
public final class FetchMeter {
  private final Recent sizes = new Recent();
  private final Recent latencies = new Recent();
  private final Recent throttles = new Recent();
  private final StateTime full = new StateTime();
  private final StateTime heldBack = new StateTime();

  /**
   * A broker has answered a fetch.
   *
   * @param bytes of record batches in the answer
   * @param latencyMs from sending the request on, with what the broker waited for records
   * @param throttleMs how long the broker's quota wants nothing more to be sent
   */
  public void answered(long bytes, long latencyMs, int throttleMs, long nowMs) {
    latencies.add(latencyMs, nowMs);
    throttles.add(throttleMs, nowMs);
    if (bytes > 0) {
      sizes.add(bytes, nowMs);
    }
  }

  /**
   * How it stands at the end of a turn.
   *
   * @param isFull whether partitions are left out because their memory is full
   * @param isHeldBack whether the mirror's own limits keep something from being fetched
   */
  public void turned(boolean isFull, boolean isHeldBack, long nowMs) {
    full.is(isFull, nowMs);
    heldBack.is(isHeldBack, nowMs);
  }

  public Fetches measures(long nowMs) {
    return new Fetches(
        sizes.summary(nowMs),
        latencies.summary(nowMs),
        throttles.summary(nowMs),
        heldBack.ms(),
        full.ms());
  }
}
