package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Checked kafka-clients properties of a connection: the user's, with our defaults below them. */
final class ConnectionConfig {
  /** Let the operating system size the socket's buffers: 64 KiB would throttle a long way. */
  private static final int AUTOMATIC = -1;

  /** What one response may carry of a partition decides about its speed over a long way. */
  private static final int PARTITION_FETCH_BYTES = 8 << 20;

  private ConnectionConfig() {}

  static AbstractConfig consumer(ClientSettings settings, String clientId) {
    Map<String, Object> all = withDefaults(settings.forConsumer(), clientId);
    all.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return new QuietConsumerConfig(all);
  }

  static AbstractConfig producer(ClientSettings settings, String clientId) {
    Map<String, Object> all = withDefaults(settings.forProducer(), clientId);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return new QuietProducerConfig(all);
  }

  private static Map<String, Object> withDefaults(Map<String, Object> all, String clientId) {
    all.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    all.putIfAbsent(CommonClientConfigs.SEND_BUFFER_CONFIG, AUTOMATIC);
    all.putIfAbsent(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, AUTOMATIC);
    return all;
  }

  /** Without the hundred lines of log for each. */
  private static final class QuietConsumerConfig extends ConsumerConfig {
    QuietConsumerConfig(Map<String, Object> properties) {
      super(properties, false);
    }
  }

  private static final class QuietProducerConfig extends AbstractConfig {
    QuietProducerConfig(Map<String, Object> properties) {
      super(ProducerConfig.configDef(), properties, false);
    }
  }
}
