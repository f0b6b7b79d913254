package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.policy.Losses;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The end of a position's value, there only when something was lost: the number of reasons; of each
 * its number in {@link Reason}, events and records; then reason, first offset, records and time of
 * the last range; then, where there were several, the same of those before it, the oldest first, up
 * to the end. All are varints.
 */
final class LossFormat {
  private LossFormat() {}

  static void write(Losses losses, ByteArrayOutputStream out) {
    DataLoss last = losses.last();
    if (last == null) {
      return;
    }
    RangeFormat.writeVarint(losses.byReason().size(), out);
    losses
        .byReason()
        .forEach(
            (reason, sum) -> {
              RangeFormat.writeVarint(number(reason), out);
              RangeFormat.writeVarint(sum.events(), out);
              RangeFormat.writeVarint(sum.records(), out);
            });
    writeRange(last, out);
    losses.ranges().stream()
        .limit(losses.ranges().size() - 1L)
        .forEach(range -> writeRange(range, out));
  }

  private static void writeRange(DataLoss range, ByteArrayOutputStream out) {
    RangeFormat.writeVarint(number(range.reason()), out);
    RangeFormat.writeVarint(range.fromOffset(), out);
    RangeFormat.writeVarint(range.records(), out);
    RangeFormat.writeVarint(range.timeMs(), out);
  }

  private static DataLoss readRange(ByteBuffer bytes) {
    Reason reason = reason(bytes);
    long from = RangeFormat.readVarint(bytes);
    long records = RangeFormat.readVarint(bytes);
    return new DataLoss(from, from + records, reason, RangeFormat.readVarint(bytes));
  }

  static Losses read(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      return Losses.NONE;
    }
    Map<Reason, Losses.Sum> sums = new EnumMap<>(Reason.class);
    for (long left = RangeFormat.readVarint(bytes); left > 0; left--) {
      Reason reason = reason(bytes);
      sums.put(
          reason, new Losses.Sum(RangeFormat.readVarint(bytes), RangeFormat.readVarint(bytes)));
    }
    DataLoss last = readRange(bytes);
    List<DataLoss> ranges = new ArrayList<>();
    while (bytes.hasRemaining()) {
      ranges.add(readRange(bytes));
    }
    ranges.add(last);
    return new Losses(sums, ranges);
  }

  /** As they are in the topic: never to be changed. */
  private static int number(Reason reason) {
    return switch (reason) {
      case RetentionOverrun -> 0;
      case SourceTruncated -> 1;
      case SourceTopicRecreated -> 2;
      case RecordSkipped -> 3;
      case RecordDeadLettered -> 4;
      case TargetTruncated -> 5;
    };
  }

  private static Reason reason(ByteBuffer bytes) {
    long number = RangeFormat.readVarint(bytes);
    for (Reason reason : Reason.values()) {
      if (number(reason) == number) {
        return reason;
      }
    }
    throw new IllegalArgumentException("There is no reason number " + number + " of a loss");
  }
}
