package dev.kafkamirror.replicator.promotion;

import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDiscovery;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Looks whether all that the source has of some topics is acknowledged by the target. */
final class Drain {
  private static final long READ_WITHIN_SECONDS = 20;

  private final Admin source;
  private final Positions positions;

  Drain(Admin source, Positions positions) {
    this.source = source;
    this.positions = positions;
  }

  /**
   * What is missing, for people; empty when nothing was at one moment during the call.
   *
   * @param found what the source has, by the leader's last look
   */
  Optional<String> missing(
      FlowSettings settings, TopicDiscovery.Result found, Predicate<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    var failure = found.failures().stream().filter(f -> topics.test(f.topic())).findFirst();
    if (failure.isPresent() || found.changed()) {
      return Optional.of(
          failure
              .map(f -> "topic %s is not mirrored: %s".formatted(f.topic(), f.message()))
              .orElse("topics are being created"));
    }
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (MirroredTopic topic : found.topics()) {
      for (int p = 0; topics.test(topic.source()) && p < topic.partitions(); p++) {
        wanted.put(new TopicPartition(topic.source(), p), OffsetSpec.latest());
      }
    }
    var ends = source.listOffsets(wanted, new ListOffsetsOptions(settings.isolation())).all().get();
    positions.readToEnd().get(READ_WITHIN_SECONDS, TimeUnit.SECONDS);
    int behind = 0;
    long records = 0;
    for (var end : ends.entrySet()) {
      long copied =
          positions.latest(end.getKey()).map(stored -> stored.position().sourceOffset()).orElse(0L);
      long left = end.getValue().offset() - Math.max(0, copied);
      behind += left > 0 ? 1 : 0;
      records += Math.max(0, left);
    }
    return behind == 0
        ? Optional.empty()
        : Optional.of(
            "%d records of %d partitions are still to be copied".formatted(records, behind));
  }
}
