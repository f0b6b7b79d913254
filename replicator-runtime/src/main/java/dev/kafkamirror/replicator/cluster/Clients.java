package dev.kafkamirror.replicator.cluster;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * kafka-clients made from {@link ClientSettings}. What a part of the engine needs for its own
 * correctness comes last and wins over the user's properties.
 */
public final class Clients {
  private Clients() {}

  /** An admin client whose calls fail after {@code apiTimeoutMs}, so that its caller can report. */
  public static Admin admin(ClientSettings cluster, String clientId, int apiTimeoutMs) {
    Map<String, Object> config = cluster.forAdmin();
    config.put("client.id", clientId);
    config.put("default.api.timeout.ms", apiTimeoutMs);
    config.put("request.timeout.ms", Math.min(apiTimeoutMs, 5_000));
    quickReconnect(config);
    return Admin.create(config);
  }

  /** A consumer of bytes that never commits. */
  public static Consumer<byte[], byte[]> consumer(
      ClientSettings cluster, String clientId, Map<String, Object> needed) {
    Map<String, Object> config = cluster.forConsumer();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.putAll(needed);
    quickReconnect(config);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** An idempotent producer of bytes that retries for ever what can be retried. */
  public static Producer<byte[], byte[]> producer(
      ClientSettings cluster, String clientId, Map<String, Object> needed) {
    Map<String, Object> config = cluster.forProducer();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    config.putAll(needed);
    quickReconnect(config);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A cluster that comes back is found within a second, unless the user wants it otherwise. */
  private static void quickReconnect(Map<String, Object> config) {
    config.putIfAbsent("reconnect.backoff.max.ms", 1_000);
    config.putIfAbsent("retry.backoff.max.ms", 1_000);
  }
}
