package dev.kafkamirror.replicator.policy;

import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was lost of a partition, in sum, and the latest ranges. Never changes.
 *
 * @param byReason nothing for reasons that never came up
 * @param ranges the latest {@value #MOST_RANGES}, the newest last
 */
public record Losses(Map<Reason, Sum> byReason, List<DataLoss> ranges) {
  /** Ranges of a partition that are kept. */
  public static final int MOST_RANGES = 100;

  public static final Losses NONE = new Losses(Map.of(), List.of());

  /**
   * @param events ranges
   * @param records offsets in them
   */
  public record Sum(long events, long records) {
    private static final Sum ZERO = new Sum(0, 0);

    Sum plus(Sum more) {
      return new Sum(events + more.events, records + more.records);
    }
  }

  public Losses {
    byReason = byReason.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(byReason));
    ranges = List.copyOf(ranges);
  }

  /** The latest range, null when there is none. */
  public DataLoss last() {
    return ranges.isEmpty() ? null : ranges.getLast();
  }

  /** Of one reason. */
  public Sum sum(Reason reason) {
    return byReason.getOrDefault(reason, Sum.ZERO);
  }

  public Losses and(DataLoss loss) {
    Map<Reason, Sum> sums = new EnumMap<>(Reason.class);
    sums.putAll(byReason);
    sums.merge(loss.reason(), new Sum(1, loss.records()), Sum::plus);
    List<DataLoss> latest =
        new ArrayList<>(ranges.size() < MOST_RANGES ? ranges : ranges.subList(1, MOST_RANGES));
    latest.add(loss);
    return new Losses(sums, latest);
  }

  /** Of all reasons. */
  public Sum total() {
    return byReason.values().stream().reduce(Sum.ZERO, Sum::plus);
  }
}
