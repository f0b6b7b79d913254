package dev.kafkamirror.replicator.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Produces numbered records into every partition of a topic, round by round, until it is closed.
 * Each round waits for its acknowledgements, which is all the pace that it needs.
 */
final class SteadyLoad implements AutoCloseable {
  private static final int RECORDS_PER_ROUND = 5;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;
  private final AtomicInteger rounds = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean closed;
  private volatile Exception failure;

  SteadyLoad(Map<String, Object> cluster, String topic, int partitions) {
    Map<String, Object> config = new HashMap<>(cluster);
    config.put("linger.ms", 5);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.partitions = partitions;
    thread.start();
  }

  /** Rounds that are acknowledged by the source. */
  int rounds() {
    return rounds.get();
  }

  private void run() {
    try {
      while (!closed) {
        round();
        rounds.incrementAndGet();
      }
    } catch (ExecutionException | InterruptedException e) {
      failure = e;
    }
  }

  private void round() throws ExecutionException, InterruptedException {
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 0; i < RECORDS_PER_ROUND * partitions; i++) {
      byte[] value = ("round " + rounds + " record " + i).getBytes(StandardCharsets.UTF_8);
      sent.add(producer.send(new ProducerRecord<>(topic, i % partitions, null, value)));
    }
    for (Future<?> one : sent) {
      one.get();
    }
  }

  /** Ends after the present round. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while the last round is produced", e);
    }
    producer.close();
    if (failure != null) {
      throw new AssertionError("the load could not be produced", failure);
    }
  }
}
