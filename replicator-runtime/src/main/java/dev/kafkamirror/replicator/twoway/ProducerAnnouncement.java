package dev.kafkamirror.replicator.twoway;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.CompactedTopic;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Says in the target's {@link ProducerTopic} under which producer ids this process writes. */
final class ProducerAnnouncement implements AutoCloseable {
  private static final int API_TIMEOUT_MS = 15_000;
  private static final int WRITE_WITHIN_SECONDS = 20;

  private final FlowSettings settings;
  private final String clientId;
  private final SourceId from;
  private final ExecutorService thread;

  /** Only the thread. */
  private final Set<Long> announced = new HashSet<>();

  ProducerAnnouncement(FlowSettings settings, String clientId, SourceId from) {
    this.settings = settings;
    this.clientId = clientId;
    this.from = from;
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(clientId).factory());
  }

  /**
   * Announces an id, if that is not done yet.
   *
   * @return completed when the target has it for good; nothing may be written under it before.
   *     Exceptionally with what kept it from being written
   */
  CompletableFuture<Void> announce(long producerId) {
    return CompletableFuture.runAsync(
        () -> {
          if (!announced.contains(producerId)) {
            write(producerId);
            announced.add(producerId);
          }
        },
        thread);
  }

  private void write(long producerId) {
    try (Admin target = Clients.admin(settings.target(), clientId + "-admin", API_TIMEOUT_MS);
        var producer =
            Clients.producer(
                settings.target(),
                clientId,
                Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, API_TIMEOUT_MS))) {
      int replicationFactor = settings.spec().topics().replicationFactor();
      CompactedTopic.ensure(target, ProducerTopic.NAME, replicationFactor, Map.of(), at());
      producer
          .send(
              new ProducerRecord<>(
                  ProducerTopic.NAME,
                  ProducerTopic.PARTITION.partition(),
                  ProducerTopic.key(producerId),
                  ProducerTopic.value(from.get())))
          .get(WRITE_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (ExecutionException e) {
      throw new CompletionException(Right.onTopic("Write", ProducerTopic.NAME, at()).named(e));
    } catch (TimeoutException e) {
      throw new CompletionException(e);
    }
  }

  private String at() {
    return "target " + settings.target().alias();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
