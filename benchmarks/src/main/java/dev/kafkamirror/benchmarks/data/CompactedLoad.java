package dev.kafkamirror.benchmarks.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Records of which the log cleaner then removes about half, and no more later. */
final class CompactedLoad {
  private static final int HOT_KEYS = 1_000;
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> client;
  private final Admin admin;
  private final DataShape shape;

  CompactedLoad(Map<String, Object> client, Admin admin, DataShape shape) {
    this.client = client;
    this.admin = admin;
    this.shape = shape;
  }

  SourceTopic fill(String topic, int partitions, long megabytes) {
    Topics.create(
        admin,
        topic,
        partitions,
        Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", "33554432",
            "min.cleanable.dirty.ratio", "0.01"));
    send(topic, partitions, megabytes);
    awaitCleaner(topic);
    // From here on it stays as it is: every system is to find the same.
    Topics.await(
        admin
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET),
                        new AlterConfigOp(
                            new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET))))
            .all());
    return new SourceTopic(topic, count(topic, partitions), false);
  }

  private void send(String topic, int partitions, long megabytes) {
    SampleRing values = new SampleRing(shape.recordBytes());
    Map<String, Object> config =
        Map.of("compression.type", shape.codec(), "batch.size", 64 * 1024, "linger.ms", 100);
    try (Sender sender = new Sender(client, config)) {
      long records = (long) (megabytes * 1e6 / shape.recordBytes());
      for (long i = 0; i < records; i++) {
        long round = i / partitions;
        String key =
            round % 2 == 0 ? "hot-%08x".formatted(round % HOT_KEYS) : "key-%08x".formatted(round);
        sender.send(
            new ProducerRecord<>(
                topic, (int) (i % partitions), key.getBytes(UTF_8), values.next()));
      }
    }
  }

  /** It is done when the topic got smaller and then stayed as large as it was for a while. */
  private void awaitCleaner(String topic) {
    long filled = bytes(topic);
    long end = System.nanoTime() + DEADLINE.toNanos();
    long last = filled;
    long since = System.nanoTime();
    while (last == filled || System.nanoTime() - since < QUIET.toNanos()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the log cleaner is not done with " + topic);
      }
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      long now = bytes(topic);
      if (now != last) {
        last = now;
        since = System.nanoTime();
      }
    }
  }

  private long bytes(String topic) {
    return Topics.await(admin.describeLogDirs(List.of(0)).allDescriptions()).values().stream()
        .flatMap(directories -> directories.values().stream())
        .flatMap(directory -> directory.replicaInfos().entrySet().stream())
        .filter(replica -> replica.getKey().topic().equals(topic))
        .map(Map.Entry::getValue)
        .mapToLong(ReplicaInfo::size)
        .sum();
  }

  /** Reads all of it, as only a reader sees what the cleaner has left. */
  private List<Long> count(String topic, int partitions) {
    Long[] counts = new Long[partitions];
    Arrays.fill(counts, 0L);
    List<TopicPartition> all = SourceTopic.partitions(topic, partitions);
    Map<String, Object> config = new HashMap<>(client);
    config.put("max.poll.records", 10_000);
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          counts[record.partition()]++;
        }
      }
    }
    return List.of(counts);
  }
}
