package dev.kafkamirror.replicator.status;

import dev.kafkamirror.replicator.task.PartitionState;
import java.util.Collection;

/**
 * How far behind the source: what the target has not acknowledged yet (design D10). Unknown is
 * null, never zero.
 *
 * @param records records behind the source's end
 * @param bytes these records in bytes, estimated from the mean size of those that this task has
 *     copied
 * @param seconds age of the oldest of them
 */
public record Lag(Long records, Long bytes, Long seconds) {
  private static final Lag UNKNOWN = new Lag(null, null, null);
  private static final Lag NONE = new Lag(0L, 0L, 0L);

  /** The lag of one partition. */
  public static Lag of(PartitionState partition, long nowMillis) {
    if (partition.position() == null || partition.sourceEnd() < 0) {
      return UNKNOWN;
    }
    long records = Math.max(0, partition.sourceEnd() - partition.position().sourceOffset());
    if (records == 0) {
      return NONE;
    }
    long oldest = partition.oldestPendingTimestamp();
    // A clock that differs from the producer's may make a record look as if it came from the
    // future.
    return new Lag(
        records,
        partition.records() == 0
            ? null
            : Long.valueOf(Math.round((double) partition.bytes() / partition.records() * records)),
        oldest < 0 ? null : Long.valueOf(Math.max(0, nowMillis - oldest) / 1000));
  }

  /**
   * The sum of the records and bytes and the worst of the ages; of each, unknown when it is so for
   * any partition.
   */
  public static Lag ofAll(Collection<PartitionState> partitions, long nowMillis) {
    Lag all = NONE;
    for (PartitionState partition : partitions) {
      all = all.and(of(partition, nowMillis));
    }
    return all;
  }

  private Lag and(Lag other) {
    return new Lag(
        records == null || other.records == null ? null : Long.valueOf(records + other.records),
        bytes == null || other.bytes == null ? null : Long.valueOf(bytes + other.bytes),
        seconds == null || other.seconds == null
            ? null
            : Long.valueOf(Math.max(seconds, other.seconds)));
  }
}
