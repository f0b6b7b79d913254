package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.task.Trouble;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the target's log of one partition ends: by what was acknowledged, and as its leader tells
 * when it is asked. After a failure that is how the partition learns what has arrived.
 *
 * <p>Sequences alone would not do: a broker measures the age of what it remembers of a producer by
 * the timestamps of the records (ProducerStateManager), so that it forgets whoever copies records
 * older than producer.id.expiration.ms when it starts again, and then takes any sequence. Belongs
 * to the producing loop.
 */
final class TargetEnd {
  /** What a told end means. */
  enum Finding {
    /** Too early, but the topic may be another one: to be asked for again, with newer metadata. */
    Doubtful,
    /** Too early, told a second time: records that were acknowledged are gone. */
    Truncated,
    /** All that was acknowledged is there; what comes after it arrived without our knowing. */
    Covered,
    /** Nothing is known to compare it with. */
    First
  }

  private final TopicPartition target;

  /** Where it ends when everything acknowledged is all there is; -1 unknown. */
  private long expected;

  private boolean wanted = true;
  private boolean asking;

  /** Where it was found to end too early, -1 nowhere. */
  private long tooEarlyAt = -1;

  /**
   * @param expected after what was copied before, -1 when that is not known
   */
  TargetEnd(TopicPartition target, long expected) {
    this.target = target;
    this.expected = expected;
  }

  /** Where it ends when everything acknowledged is all there is; -1 unknown. */
  long expected() {
    return expected;
  }

  /** It must be known before anything more is sent. */
  void want() {
    wanted = true;
  }

  boolean isWanted() {
    return wanted;
  }

  /** Whether it must be asked for now. */
  boolean isToBeAskedFor() {
    return wanted && !asking;
  }

  void asked() {
    asking = true;
  }

  /** The leader did not tell: it stays wanted. */
  void notFound() {
    asking = false;
  }

  /** The leader told. What is expected changes only when the caller says {@link #isAt so}. */
  Finding found(long end) {
    asking = false;
    if (end < expected && tooEarlyAt != end) {
      tooEarlyAt = end;
      return Finding.Doubtful;
    }
    wanted = false;
    tooEarlyAt = -1;
    if (end < expected) {
      return Finding.Truncated;
    }
    return expected < 0 ? Finding.First : Finding.Covered;
  }

  /** It is there now. */
  void isAt(long end) {
    expected = end;
  }

  /**
   * The target has a batch.
   *
   * @param baseOffset its first offset there, -1 when not told: then it follows what was there
   */
  void appended(long baseOffset, int count) {
    expected = (baseOffset < 0 ? expected : baseOffset) + count;
  }

  /**
   * Whether a batch stands where those before it would have to be. Only a leader that had forgotten
   * the producer in that very moment appends one there.
   *
   * @param baseOffset its first offset, -1 when not told
   * @param countBefore records of the batches before it that are not acknowledged yet
   */
  boolean isAfterGap(long baseOffset, int countBefore) {
    return baseOffset >= 0 && baseOffset < expected + countBefore;
  }

  /**
   * What people are told of a batch {@link #isAfterGap after a gap}.
   *
   * @param sourceOffset the first one that is not acknowledged
   */
  Trouble gap(long baseOffset, long sourceOffset) {
    return new Trouble(
        "OutOfOrder",
        "%s accepted a batch at offset %d at the target without those before it (source offsets from %d on). Delete the remote topic's records from that offset on, then let the partition start again from that source offset"
            .formatted(target, baseOffset, sourceOffset));
  }
}
