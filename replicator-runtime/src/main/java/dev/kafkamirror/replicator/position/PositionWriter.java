package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Writes records of the positions topic, in the order in which they are given. Never blocks its
 * callers: one thread does all that may wait.
 */
public final class PositionWriter implements AutoCloseable {
  private static final int METADATA_WITHIN_MS = 10_000;

  private final ClientSettings target;
  private final String topic;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("positions-writer").factory());
  private Producer<byte[], byte[]> producer;
  private volatile Throwable error;

  public PositionWriter(ClientSettings target, String topic) {
    this.target = target;
    this.topic = topic;
  }

  /**
   * Writes one record.
   *
   * @return completed when all replicas in sync have it; exceptionally when it was not written. The
   *     caller writes it, or a later one, again
   */
  public CompletableFuture<Void> write(byte[] key, byte[] value) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    try {
      thread.execute(() -> send(key, value, written));
    } catch (RejectedExecutionException e) {
      written.completeExceptionally(new IllegalStateException("the writer is closed", e));
    }
    return written;
  }

  /** Like {@link #write}, and again every half second until it is written or the writer closed. */
  public CompletableFuture<Void> writeSurely(byte[] key, byte[] value) {
    Executor later = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);
    return write(key, value)
        .exceptionallyComposeAsync(
            e -> thread.isShutdown() ? CompletableFuture.failedFuture(e) : writeSurely(key, value),
            later);
  }

  /** Why the last position could not be written, null when it was. */
  public Throwable error() {
    return error;
  }

  private void send(byte[] key, byte[] value, CompletableFuture<Void> written) {
    try {
      if (producer == null) {
        producer =
            Clients.producer(
                target,
                "positions-writer",
                Map.of(
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    METADATA_WITHIN_MS,
                    ProducerConfig.LINGER_MS_CONFIG,
                    0,
                    // The same names and ids come again in every record.
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "lz4"));
      }
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, key, value);
      var _ = producer.send(record, (_, failure) -> settle(written, failure));
    } catch (KafkaException e) {
      settle(written, e);
    }
  }

  private void settle(CompletableFuture<Void> written, Exception failure) {
    error =
        failure == null
            ? null
            : Right.onTopic("Write", topic, "target " + target.alias()).named(failure);
    if (failure == null) {
      written.complete(null);
    } else {
      written.completeExceptionally(failure);
    }
  }

  /** Waits for what was given until now, at most so long, and ends. */
  public void close(Duration time) {
    if (!thread.isShutdown()) {
      thread.execute(() -> closeProducer(time));
      thread.shutdown();
    }
    try {
      if (!thread.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void closeProducer(Duration time) {
    if (producer != null) {
      producer.close(time);
    }
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
