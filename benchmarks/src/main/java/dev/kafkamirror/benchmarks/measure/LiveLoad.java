package dev.kafkamirror.benchmarks.measure;

import dev.kafkamirror.benchmarks.data.Sender;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends numbered records of 1 KiB at an even pace, round-robin over partitions, until it is closed.
 * Each carries when it was due: a record that waits because an earlier one did is late too.
 */
public final class LiveLoad implements AutoCloseable {
  private static final int VALUE_BYTES = 1024;

  private final Sender sender;
  private final String topic;
  private final int partitions;
  private final long intervalNanos;
  private final AtomicLongArray numbers;
  private final Thread thread;
  private volatile boolean closed;
  private volatile RuntimeException failure;

  private LiveLoad(Sender sender, String topic, int partitions, int perSecond) {
    this.sender = sender;
    this.topic = topic;
    this.partitions = partitions;
    this.intervalNanos = 1_000_000_000L / perSecond;
    this.numbers = new AtomicLongArray(partitions);
    this.thread = Thread.ofPlatform().name("live-load").unstarted(this::send);
  }

  /**
   * @param client properties of the cluster
   * @param perSecond records of all partitions together
   */
  public static LiveLoad start(
      Map<String, Object> client, String topic, int partitions, int perSecond) {
    Sender sender = new Sender(client, Map.of("compression.type", "lz4"));
    LiveLoad load = new LiveLoad(sender, topic, partitions, perSecond);
    load.thread.start();
    return load;
  }

  /** Number of the record that each partition gets next. */
  long[] next() {
    long[] next = new long[partitions];
    for (int p = 0; p < partitions; p++) {
      next[p] = numbers.get(p);
    }
    return next;
  }

  private void send() {
    byte[] noise = new byte[VALUE_BYTES];
    new Random(1).nextBytes(noise);
    long due = System.nanoTime();
    try {
      for (long i = 0; !closed; i++) {
        int partition = (int) (i % partitions);
        byte[] value = noise.clone();
        ByteBuffer.wrap(value).putLong(numbers.get(partition)).putLong(due);
        sender.send(new ProducerRecord<>(topic, partition, null, value));
        numbers.incrementAndGet(partition);
        due += intervalNanos;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * Ends, when all is acknowledged.
   *
   * @throws IllegalStateException when records could not be sent
   */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    sender.close();
    if (failure != null) {
      throw new IllegalStateException("the load could not be sent", failure);
    }
  }
}
