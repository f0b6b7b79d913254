package dev.kafkamirror.replicator.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of a test's cluster: writes into it and reads it back as consumers do.
 *
 * @param client properties of clients of the cluster
 */
public record TestTopic(Map<String, Object> client, String name) {

  private static final Duration LEARN = Duration.ofMinutes(1);

  public static TestTopic of(KafkaCluster cluster, String name) {
    return new TestTopic(cluster.clientConfig(), name);
  }

  public static TestTopic create(
      KafkaCluster cluster, String name, int partitions, Map<String, String> config) {
    return create(cluster, new NewTopic(name, Optional.of(partitions), Optional.empty()), config);
  }

  public static TestTopic create(KafkaCluster cluster, NewTopic topic, Map<String, String> config) {
    try (Admin admin = cluster.admin()) {
      int partitions =
          admin.createTopics(List.of(topic.configs(config))).numPartitions(topic.name()).get();
      TestTopic created = of(cluster, topic.name());
      // A broker may learn of a topic later than the controller answers.
      for (int p = 0; p < partitions; p++) {
        int partition = p;
        await().atMost(LEARN).until(() -> created.end(partition) >= 0);
      }
      return created;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  public TopicPartition partition(int number) {
    return new TopicPartition(name, number);
  }

  public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("max.block.ms", 120_000);
    config.put("delivery.timeout.ms", 180_000);
    // A leader that has just learnt of its topic may refuse the first batch and take the second,
    // and then refuses the first for ever, as out of order.
    config.put("max.in.flight.requests.per.connection", 1);
    config.putAll(more);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends records and waits until all are there. */
  public void produce(
      Map<String, Object> config, int count, IntFunction<ProducerRecord<byte[], byte[]>> record) {
    try (var producer = producer(config)) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sent.add(producer.send(record.apply(i)));
      }
      producer.flush();
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** A record with a key, a value of changing size, a header and a time of its own. */
  public ProducerRecord<byte[], byte[]> record(int partition, int i) {
    String value = ("value " + i + " ").repeat(1 + i % 40);
    var record =
        new ProducerRecord<>(
            name, partition, 1_700_000_000_000L + i, bytes("key " + i), bytes(value));
    record.headers().add("number", bytes("" + i)).add("nothing", null);
    return record;
  }

  /** The same with another key. */
  public static ProducerRecord<byte[], byte[]> keyed(
      ProducerRecord<byte[], byte[]> record, String key) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        bytes(key),
        record.value(),
        record.headers());
  }

  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** The last stable offset, or -1 while the partition is not there. */
  public long end(int partition) {
    try (Admin admin = Admin.create(client)) {
      return admin
          .listOffsets(
              Map.of(partition(partition), OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .partitionResult(partition(partition))
          .get()
          .offset();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return -1;
      }
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>(client);
    config.put("isolation.level", "read_committed");
    config.put("default.api.timeout.ms", 120_000);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Everything that a consumer under read_committed sees in a partition, in order. */
  public List<ConsumerRecord<byte[], byte[]>> records(int partition) {
    try (var consumer = consumer()) {
      TopicPartition one = partition(partition);
      consumer.assign(List.of(one));
      consumer.seekToBeginning(List.of(one));
      long end = consumer.endOffsets(List.of(one)).get(one);
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      while (consumer.position(one) < end) {
        all.addAll(consumer.poll(Duration.ofMillis(200)).records(one));
      }
      return all;
    }
  }

  /** What of the records has to be the same on both sides, in order. */
  public List<String> contents(int partition) {
    return records(partition).stream().map(TestTopic::content).toList();
  }

  private static String content(ConsumerRecord<byte[], byte[]> record) {
    StringBuilder headers = new StringBuilder();
    record.headers().forEach(h -> headers.append(h.key()).append('=').append(text(h.value())));
    return record.timestamp()
        + " "
        + text(record.key())
        + " "
        + text(record.value())
        + " "
        + headers;
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "null" : new String(bytes, UTF_8);
  }
}
