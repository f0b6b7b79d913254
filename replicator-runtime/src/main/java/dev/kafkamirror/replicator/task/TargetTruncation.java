package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Position;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a target's log that ends before what it had acknowledged has lost (an unclean leader
 * election): a pure function of what was copied and of where the log ends now. Records that are
 * deleted at the log's beginning, by retention or by a person, are none of it: the end stays.
 *
 * @param left what of the copy is still there; starts at {@link CopyOrder#EARLIEST} where nothing
 *     is
 * @param fromOffset first source offset that is to be copied again
 * @param toOffset the source offset after the last one
 */
public record TargetTruncation(Copied left, long fromOffset, long toOffset) {

  /** Returns empty when it is not known which source record stood where the log ends now. */
  public static Optional<TargetTruncation> of(Copied copied, long targetEnd) {
    long to = copied.position().sourceOffset();
    if (targetEnd == 0) {
      Position nothing = new Position(CopyOrder.EARLIEST, 0, -1);
      OffsetRanges ranges = copied.ranges();
      long from = ranges.isEmpty() ? 0 : ranges.get(0).sourceOffset();
      return Optional.of(
          new TargetTruncation(copied.truncatedTo(nothing, OffsetRanges.NONE), from, to));
    }
    return copied
        .ranges()
        .beforeTarget(targetEnd)
        .map(
            ranges -> {
              long from = ranges.get(ranges.size() - 1).sourceEnd();
              Position last = new Position(from, targetEnd, -1);
              return new TargetTruncation(copied.truncatedTo(last, ranges), from, to);
            });
  }

  /** For people. */
  public static Trouble trouble(TopicPartition target, long end, long acknowledged) {
    return new Trouble(
        "TargetTruncated",
        "%s ends at offset %d at the target, but records up to %d were acknowledged: the target lost them"
                .formatted(target, end, acknowledged)
            + " (an unclean leader election). Where the position knows which ones, they are copied"
            + " again; otherwise delete the remote topic to have it mirrored again");
  }
}
