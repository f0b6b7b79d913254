package dev.kafkamirror.benchmarks.data;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Fills topics of a cluster.
 *
 * @param client properties of the cluster
 * @param admin of the cluster
 */
public record Filler(Map<String, Object> client, Admin admin) {
  private static final String MADE = "made";

  /** Batches as a producer makes them. */
  public ReadyBatches batches(DataShape shape) {
    Topics.create(admin, MADE, 1, Map.of());
    ReadyBatches batches = BatchMaker.make(client, MADE, shape);
    Topics.delete(admin, List.of(MADE));
    return batches;
  }

  /**
   * A topic with so many bytes of keys and values, evenly spread, in these batches sent round and
   * round. Each has its own timestamp.
   */
  public SourceTopic plain(
      String topic, int partitions, ReadyBatches batches, DataShape shape, long megabytes) {
    Topics.create(admin, topic, partitions, Map.of());
    ClientSettings settings =
        new ClientSettings("source", null, client, Map.of(), Map.of(), Map.of());
    double bytesPerRound = batches.recordsPerBatch() * shape.recordBytes() * partitions;
    long first = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
    List<TopicPartition> all = SourceTopic.partitions(topic, partitions);
    try (BatchPump pump = new BatchPump(settings, all, batches, first)) {
      pump.run((long) Math.ceil(megabytes * 1e6 / bytesPerRound), () -> true);
    }
    return new SourceTopic(
        topic, SourceTopic.inOrder(new LogEnds(admin).of(topic, partitions)), true);
  }

  /** A topic with so many committed bytes. */
  public SourceTopic transactional(String topic, int partitions, DataShape shape, long megabytes) {
    Topics.create(admin, topic, partitions, Map.of());
    return new SourceTopic(
        topic, new TransactionalLoad(client, shape).send(topic, partitions, megabytes), false);
  }

  /** A topic of so many bytes before compaction, and compacted. */
  public SourceTopic compacted(String topic, int partitions, DataShape shape, long megabytes) {
    return new CompactedLoad(client, admin, shape).fill(topic, partitions, megabytes);
  }
}
