package dev.kafkamirror.replicator.policy;

import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was lost of a partition, in sum. Never changes.
 *
 * @param byReason nothing for reasons that never came up
 * @param last the latest, null when there is none
 */
public record Losses(Map<Reason, Sum> byReason, DataLoss last) {
  public static final Losses NONE = new Losses(Map.of(), null);

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
  }

  public Losses and(DataLoss loss) {
    return merged(Map.of(loss.reason(), new Sum(1, loss.records())), loss);
  }

  private Losses merged(Map<Reason, Sum> more, DataLoss newest) {
    Map<Reason, Sum> sums = new EnumMap<>(Reason.class);
    sums.putAll(byReason);
    more.forEach((reason, sum) -> sums.merge(reason, sum, Sum::plus));
    return new Losses(sums, newest);
  }

  /** Of all reasons. */
  public Sum total() {
    return byReason.values().stream().reduce(Sum.ZERO, Sum::plus);
  }
}
