package dev.kafkamirror.replicator.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kafkamirror.api.replicator.ReplicatorStatus.DataLoss;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ForeignRange;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.PartitionState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What {@code GET /v1/partitions} answers: the pod's partitions in the order of topic and number, a
 * page at a time.
 *
 * @param total how many the pod has
 * @param next what {@code after} is to be for the next page, left out on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PartitionPage(List<Partition> partitions, int total, String next) {
  private static final int LONGEST = 1_000;
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  /**
   * One partition. What is not known is left out.
   *
   * @param since when it was first seen in this state
   * @param sourceOffset next source offset to copy
   * @param targetOffset target offset after the last acknowledged record
   * @param sourceEnd where the source's log ends, as of the last fetch
   * @param fetchedFrom id of the broker that it was last fetched from
   * @param lagBytes an estimate from the mean size of the records that were copied
   * @param records acknowledged since the pod has the partition
   * @param foreignRecords what others wrote into the remote partition
   * @param reason one word, where something keeps it from copying
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Partition(
      String topic,
      int partition,
      String state,
      String since,
      Long sourceOffset,
      Long targetOffset,
      Long sourceEnd,
      Integer fetchedFrom,
      Long lagRecords,
      Long lagBytes,
      Long lagSeconds,
      long records,
      long bytes,
      DataLoss dataLoss,
      ForeignRange foreignRecords,
      String reason,
      String message) {}

  /**
   * A page.
   *
   * @param after topic and number of the partition before it, as in {@code orders-3}; null or empty
   *     for the first page
   * @param limit most partitions, at most {@value #LONGEST}
   * @throws IllegalArgumentException when {@code after} is no partition
   */
  public static PartitionPage of(
      Map<TopicPartition, PartitionState> all, String after, int limit, long nowMs) {
    TopicPartition begin = after == null || after.isEmpty() ? null : parse(after);
    int most = Math.clamp(limit, 1, LONGEST);
    List<TopicPartition> rest =
        all.keySet().stream()
            .filter(tp -> begin == null || ORDER.compare(tp, begin) > 0)
            .sorted(ORDER)
            .limit(most + 1L)
            .toList();
    List<TopicPartition> page = rest.subList(0, Math.min(most, rest.size()));
    return new PartitionPage(
        page.stream().map(tp -> partition(tp, all.get(tp), nowMs)).toList(),
        all.size(),
        rest.size() > most ? page.getLast().toString() : null);
  }

  private static TopicPartition parse(String text) {
    int dash = text.lastIndexOf('-');
    if (dash < 1 || !text.substring(dash + 1).matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "after must be a topic and the number of a partition, e.g. orders-3, is " + text);
    }
    return new TopicPartition(text.substring(0, dash), Integer.parseInt(text.substring(dash + 1)));
  }

  private static Partition partition(TopicPartition tp, PartitionState state, long nowMs) {
    Lag lag = Lag.of(state, nowMs);
    Position position = state.position();
    boolean lost = state.losses().last() != null;
    return new Partition(
        tp.topic(),
        tp.partition(),
        state.phase().name(),
        Instant.ofEpochMilli(state.sinceMs()).toString(),
        position == null ? null : known(position.sourceOffset()),
        position == null ? null : known(position.targetOffset()),
        known(state.sourceEnd()),
        state.fetchedFrom() < 0 ? null : Integer.valueOf(state.fetchedFrom()),
        lag.records(),
        lag.bytes(),
        lag.seconds(),
        state.records(),
        state.bytes(),
        lost ? FlowLosses.of(Map.of(tp, state)) : null,
        FlowForeignRecords.range(tp, state),
        state.reason(),
        state.error());
  }

  private static Long known(long offset) {
    return offset < 0 ? null : Long.valueOf(offset);
  }
}
