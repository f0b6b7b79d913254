package dev.kafkamirror.benchmarks.data;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer of bytes that never loses an error: the next flush or close throws it. */
public final class Sender implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> refused = new AtomicReference<>();

  /**
   * @param client properties of the cluster
   * @param producer properties beside these
   */
  public Sender(Map<String, Object> client, Map<String, Object> producer) {
    Map<String, Object> config = new HashMap<>(client);
    config.putAll(producer);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends without waiting for the answer. */
  public void send(ProducerRecord<byte[], byte[]> record) {
    var _ =
        producer.send(
            record,
            (metadata, error) -> {
              if (error != null) {
                refused.compareAndSet(null, error);
              }
            });
  }

  /**
   * Returns when everything is acknowledged.
   *
   * @throws IllegalStateException when a record was refused
   */
  public void flush() {
    producer.flush();
    if (refused.get() != null) {
      throw new IllegalStateException("a record was refused", refused.get());
    }
  }

  /** For transactions. */
  public KafkaProducer<byte[], byte[]> producer() {
    return producer;
  }

  @Override
  public void close() {
    producer.close();
    if (refused.get() != null) {
      throw new IllegalStateException("a record was refused", refused.get());
    }
  }
}
