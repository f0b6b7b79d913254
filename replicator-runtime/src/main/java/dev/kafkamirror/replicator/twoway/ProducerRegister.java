package dev.kafkamirror.replicator.twoway;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Who wrote under a producer id of one cluster: a mirror, and from which cluster it copies, or
 * somebody else. An id is announced before the first batch is written under it, so one that is not
 * in the topic when it is read to its end <em>after</em> such a batch was seen is no mirror's, and
 * never will be.
 */
final class ProducerRegister implements AutoCloseable {
  private static final int API_TIMEOUT_MS = 15_000;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration REST = Duration.ofSeconds(30);
  private static final Duration READ_WITHIN = Duration.ofSeconds(30);

  /** Producers that are remembered as nobody's of ours; another look tells again. */
  private static final int MOST_OTHERS = 100_000;

  private final ClientSettings cluster;
  private final Right read;
  private final String clientId;
  private final RetryingThread thread;
  private final Map<Long, String> mirrors = new ConcurrentHashMap<>();

  /** Guarded by itself; the least recently used go first. */
  private final Map<Long, Boolean> others =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > MOST_OTHERS;
            }
          });

  /** Guarded by this. */
  private Map<Long, CompletableFuture<Void>> asked = new LinkedHashMap<>();

  /**
   * @param part of the cluster in the flow, source or target
   */
  ProducerRegister(ClientSettings cluster, String part, String clientId) {
    this.cluster = cluster;
    this.read = Right.onTopic("Read", ProducerTopic.NAME, part + " " + cluster.alias());
    this.clientId = clientId;
    this.thread = new RetryingThread(clientId, this::work, this::failed);
    thread.start();
  }

  /** What an id turned out to be. */
  record Writer(String mirrorFrom) {
    static final Writer OTHER = new Writer(null);

    boolean isMirror() {
      return mirrorFrom != null;
    }

    /** Whether it is a mirror that copies from this cluster. */
    boolean isMirrorFrom(String clusterId) {
      return clusterId.equals(mirrorFrom);
    }
  }

  /** Who has the id; empty while that must be {@link #learn learned}. */
  Optional<Writer> writer(long producerId) {
    if (producerId < 0) {
      return Optional.of(Writer.OTHER);
    }
    String from = mirrors.get(producerId);
    if (from != null) {
      return Optional.of(new Writer(from));
    }
    return others.get(producerId) == null ? Optional.empty() : Optional.of(Writer.OTHER);
  }

  /**
   * Has it found out who has an id that a batch was seen of. Afterwards {@link #writer} knows.
   *
   * @return exceptionally with what kept the topic from being read; ask again then
   */
  CompletableFuture<Void> learn(long producerId) {
    if (writer(producerId).isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> known;
    synchronized (this) {
      known = asked.computeIfAbsent(producerId, _ -> new CompletableFuture<>());
    }
    thread.wake();
    return known;
  }

  /** Who has the id. Waits for the cluster where that must be learned. */
  Writer await(long producerId) {
    Optional<Writer> writer = writer(producerId);
    while (writer.isEmpty()) {
      learn(producerId).join();
      writer = writer(producerId);
    }
    return writer.get();
  }

  private synchronized Map<Long, CompletableFuture<Void>> takeAsked() {
    Map<Long, CompletableFuture<Void>> taken = asked;
    asked = new LinkedHashMap<>();
    return taken;
  }

  private void failed(Throwable error) {
    fail(takeAsked(), error);
  }

  private static void fail(Map<Long, CompletableFuture<Void>> asked, Throwable error) {
    Throwable cause = ClusterErrors.cause(error);
    asked.values().forEach(known -> known.completeExceptionally(cause));
  }

  private void work(RetryingThread self) throws Exception {
    Map<String, Object> needed =
        Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            API_TIMEOUT_MS);
    try (Admin admin = Clients.admin(cluster, clientId + "-admin", API_TIMEOUT_MS);
        Consumer<byte[], byte[]> consumer = Clients.consumer(cluster, clientId, needed)) {
      consumer.assign(List.of(ProducerTopic.PARTITION));
      do {
        // Taken before the topic's end is asked for: whoever of them is a mirror is before it.
        Map<Long, CompletableFuture<Void>> taken = takeAsked();
        try {
          if (!taken.isEmpty() && exists(admin)) {
            readToEnd(consumer);
          }
        } catch (ExecutionException | IOException | TimeoutException | RuntimeException e) {
          Exception named = read.named(e);
          fail(taken, named);
          throw named;
        }
        taken.keySet().stream()
            .filter(id -> !mirrors.containsKey(id))
            .forEach(id -> others.put(id, true));
        taken.values().forEach(known -> known.complete(null));
      } while (self.pause(REST));
    }
  }

  /** Without the topic no mirror has ever announced itself. */
  private static boolean exists(Admin admin) throws ExecutionException, InterruptedException {
    try {
      admin.describeTopics(List.of(ProducerTopic.NAME)).allTopicNames().get();
      return true;
    } catch (ExecutionException e) {
      if (ClusterErrors.cause(e) instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private void readToEnd(Consumer<byte[], byte[]> consumer) throws IOException, TimeoutException {
    long end = consumer.endOffsets(List.of(ProducerTopic.PARTITION)).get(ProducerTopic.PARTITION);
    long deadline = System.nanoTime() + READ_WITHIN.toNanos();
    while (consumer.position(ProducerTopic.PARTITION) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        mirrors.put(
            ProducerTopic.producerId(record.key()), ProducerTopic.sourceClusterId(record.value()));
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(ProducerTopic.NAME + " could not be read to its end in time");
      }
    }
  }

  @Override
  public void close() {
    thread.close();
    failed(new IllegalStateException("Nobody asks any more"));
  }
}
