package dev.kafkamirror.operator.observe;

import dev.kafkamirror.operator.scale.ScaleHistory;
import java.time.Instant;

/**
 * What the operator remembers of a mirror between two reconciles. Losing it (a restart) costs at
 * most one early status write, and time until the number of pods is changed again.
 *
 * @param lastReplicating when the pods' reports last showed every partition replicating; the
 *     operator's start when they never did
 * @param lastStatusWrite when the status was last written, null when not since the operator started
 * @param lagHighSince since when the lag was seen to be higher than it may be, null while it is not
 * @param scale what the autoscaler goes by
 */
public record Memory(
    Instant lastReplicating, Instant lastStatusWrite, Instant lagHighSince, ScaleHistory scale) {
  /** Of a mirror that the operator has not seen before. */
  public static Memory since(Instant started) {
    return new Memory(started, null, null, ScaleHistory.NONE);
  }
}
