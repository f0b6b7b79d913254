package dev.kafkamirror.replicator.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Writes some hundred records a second into a topic until it is stopped, over outages of its
 * brokers as well. With a transactional id it writes transactions, and aborts every third one.
 */
public final class Load implements AutoCloseable {
  private static final int PERIOD_MS = 20;
  private static final int RECORDS_AT_ONCE = 10;

  /** No more than these wait for the brokers, so that none expires on a machine that is busy. */
  private static final int UNSETTLED = 500;

  private final TestTopic topic;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore written = new Semaphore(0);
  private final AtomicInteger unsettled = new AtomicInteger();
  private final AtomicReference<Exception> error = new AtomicReference<>();
  private final boolean transactional;
  private int next;

  public Load(TestTopic topic, int partitions) {
    this(topic, partitions, Map.of());
  }

  /**
   * @param more properties of the producer
   */
  public Load(TestTopic topic, int partitions, Map<String, Object> more) {
    this(topic, partitions, more, 0);
  }

  /**
   * @param first number of the first record
   */
  public Load(TestTopic topic, int partitions, Map<String, Object> more, int first) {
    this.next = first;
    this.topic = topic;
    this.partitions = partitions;
    Map<String, Object> config = new HashMap<>();
    config.put("compression.type", "lz4");
    config.put("linger.ms", 2);
    config.put("batch.size", 4_096);
    config.putAll(more);
    this.producer = topic.producer(config);
    this.transactional = config.containsKey("transactional.id");
    if (transactional) {
      producer.initTransactions();
    }
    var _ = clock.scheduleAtFixedRate(this::write, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private void write() {
    if (unsettled.get() > UNSETTLED) {
      return;
    }
    if (transactional) {
      producer.beginTransaction();
    }
    unsettled.addAndGet(RECORDS_AT_ONCE);
    for (int i = 0; i < RECORDS_AT_ONCE; i++, next++) {
      var _ =
          producer.send(
              topic.record(next % partitions, next),
              (_, failure) -> {
                unsettled.decrementAndGet();
                if (failure == null) {
                  written.release();
                } else {
                  error.set(failure);
                }
              });
    }
    if (transactional) {
      producer.flush();
      if (next / RECORDS_AT_ONCE % 3 == 0) {
        producer.abortTransaction();
      } else {
        producer.commitTransaction();
      }
    }
  }

  /** Waits until so many more records are in the topic. */
  public void awaitMore(int records) {
    try {
      written.drainPermits();
      if (!written.tryAcquire(records, Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("No records get into " + topic.name(), error.get());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Stops and waits until everything is written.
   *
   * @return number after that of the last record
   */
  public int stop() {
    clock.close();
    producer.close();
    if (error.get() != null) {
      throw new AssertionError(error.get());
    }
    return next;
  }

  @Override
  public void close() {
    var _ = stop();
  }
}
