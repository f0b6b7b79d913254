package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the very first start of a flow begins ({@code topics.startFrom}). The leader writes it down
 * as positions that nobody owns, before it gives anything to copy: so it is the same moment for all
 * pods, and still the same for one that starts a partition much later. Then it writes a mark that
 * the flow has started; topics that come after that are copied from their beginning.
 */
final class FirstStart {
  private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

  private static final long WRITE_WITHIN_SECONDS = 60;

  private final Positions positions;
  private boolean over;

  FirstStart(Positions positions) {
    this.positions = positions;
  }

  /**
   * Writes down where these topics start, unless the flow has started already. To be called before
   * they are given to be copied.
   *
   * @param complete whether these are all topics of the first start
   */
  void prepare(Admin source, Collection<MirroredTopic> topics, CopyPolicy policy, boolean complete)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (over) {
      return;
    }
    await(List.of(positions.readToEnd()));
    if (positions.latest(Positions.FLOW_STARTED).isPresent()
        || topics.stream().anyMatch(this::isOwned)) {
      over = true;
      return;
    }
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    Map<TopicPartition, Uuid> ids = new HashMap<>();
    for (MirroredTopic topic : topics) {
      OffsetSpec start = spec(policy.topic(topic.source()).startFrom());
      for (int p = 0; start != null && p < topic.partitions(); p++) {
        TopicPartition partition = new TopicPartition(topic.source(), p);
        if (positions.latest(partition).isEmpty()) {
          wanted.put(partition, start);
          ids.put(partition, topic.sourceId());
        }
      }
    }
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    offsets(source, wanted)
        .forEach(
            (partition, offset) ->
                writes.add(
                    positions.writeSurely(
                        partition, mark(new Position(offset, -1, -1), ids.get(partition)))));
    await(writes);
    if (!writes.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("partitions", writes.size())
          .log("First start of the flow: it does not begin at the earliest records");
    }
    if (complete) {
      await(
          List.of(
              positions.writeSurely(
                  Positions.FLOW_STARTED, mark(new Position(0, -1, -1), Uuid.ZERO_UUID))));
      over = true;
    }
  }

  private boolean isOwned(MirroredTopic topic) {
    for (int p = 0; p < topic.partitions(); p++) {
      var owner = positions.owner(new TopicPartition(topic.source(), p));
      if (owner.isPresent() && !owner.get().isNobody() && !owner.get().isAnotherMirror()) {
        return true;
      }
    }
    return false;
  }

  private static StoredPosition mark(Position start, Uuid sourceId) {
    return new StoredPosition(
        Copied.upTo(start), new TopicPair(sourceId, Uuid.ZERO_UUID, null), Ownership.nobody());
  }

  /** Returns null for the earliest, which needs no position. */
  private static OffsetSpec spec(StartFrom start) {
    return switch (start.position()) {
      case Earliest -> null;
      case Latest -> OffsetSpec.latest();
      case Timestamp ->
          OffsetSpec.forTimestamp(
              OffsetDateTime.parse(start.timestamp()).toInstant().toEpochMilli());
    };
  }

  /** Where there is no record of that time or later, the first one that comes. */
  private static Map<TopicPartition, Long> offsets(
      Admin source, Map<TopicPartition, OffsetSpec> wanted)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> offsets = ask(source, wanted);
    Map<TopicPartition, OffsetSpec> none = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (offset < 0) {
            none.put(partition, OffsetSpec.latest());
          }
        });
    offsets.putAll(ask(source, none));
    return offsets;
  }

  private static Map<TopicPartition, Long> ask(Admin source, Map<TopicPartition, OffsetSpec> wanted)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    if (!wanted.isEmpty()) {
      // An open transaction may still be committed: what it holds comes after the start.
      var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
      source
          .listOffsets(wanted, options)
          .all()
          .get()
          .forEach((partition, found) -> offsets.put(partition, found.offset()));
    }
    return offsets;
  }

  static void await(List<CompletableFuture<Void>> all)
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .get(WRITE_WITHIN_SECONDS, TimeUnit.SECONDS);
  }
}
