package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.policy.Losses;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * The end of a position's value, there only when something was lost: the number of reasons; of each
 * its number in {@link Reason}, events and records; then reason, first and last offset and time of
 * the last range. All are varints.
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
    RangeFormat.writeVarint(number(last.reason()), out);
    RangeFormat.writeVarint(last.fromOffset(), out);
    RangeFormat.writeVarint(last.records(), out);
    RangeFormat.writeVarint(last.timeMs(), out);
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
    Reason reason = reason(bytes);
    long from = RangeFormat.readVarint(bytes);
    long records = RangeFormat.readVarint(bytes);
    return new Losses(
        sums, new DataLoss(from, from + records, reason, RangeFormat.readVarint(bytes)));
  }

  /** As they are in the topic: never to be changed. */
  private static int number(Reason reason) {
    return switch (reason) {
      case RetentionOverrun -> 0;
      case SourceTruncated -> 1;
      case SourceTopicRecreated -> 2;
      case RecordSkipped -> 3;
      case RecordDeadLettered -> 4;
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
