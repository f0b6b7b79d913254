package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.topic.CompactedTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the positions topic and knows the latest position of every partition. Creates the topic
 * when it is missing.
 */
public final class PositionStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PositionStore.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int API_TIMEOUT_MS = 10_000;

  /**
   * A late write of an earlier owner leaves both records readable until the owner has written its
   * own again. And the topic stays short enough to be read in seconds, although each partition
   * writes every second: only segments that are closed are compacted.
   */
  private static final Map<String, String> TOPIC_CONFIG =
      Map.of(
          "min.compaction.lag.ms", "600000",
          "segment.ms", "600000",
          "segment.bytes", "67108864");

  private final ClientSettings target;
  private final ClusterIdentity identity;
  private final String topic;
  private final int replicationFactor;
  private final TopicPartition partition;
  private final Consumer<TopicPartition> listener;
  private final RetryingThread thread;
  private final PositionView view = new PositionView();
  private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> asked = new ArrayList<>();
  private volatile String clusterId;
  private volatile Throwable error;

  /**
   * @param replicationFactor of the topic, should it be missing; -1 for the brokers' default
   * @param listener hears of every partition whose position was read, on the store's thread
   */
  public PositionStore(
      ClientSettings target,
      ClusterIdentity identity,
      String topic,
      int replicationFactor,
      Consumer<TopicPartition> listener) {
    this.target = target;
    this.identity = identity;
    this.topic = topic;
    this.replicationFactor = replicationFactor;
    this.partition = new TopicPartition(topic, 0);
    this.listener = listener;
    this.thread = new RetryingThread("positions-reader", this::follow, e -> error = e);
  }

  public void start() {
    thread.start();
  }

  /** What was read until now. */
  PositionView view() {
    return view;
  }

  /** Id of the cluster that holds the topic; null until the topic could be read. */
  String clusterId() {
    return clusterId;
  }

  /**
   * Completed once everything is read that was in the topic at the time of this call: what a
   * process that is gone has written is then in the {@link #view}.
   */
  public CompletableFuture<Void> readToEnd() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    waiting.add(done);
    return done;
  }

  /** Why the topic cannot be read at present, null when it can. */
  public Throwable error() {
    return error;
  }

  private void follow(RetryingThread self) throws Exception {
    try (Admin admin = Clients.admin(target, "positions-admin", API_TIMEOUT_MS)) {
      identity.check(admin);
      CompactedTopic.ensure(admin, topic, replicationFactor, TOPIC_CONFIG, at());
      clusterId = admin.describeCluster().clusterId().get();
      read(admin, self);
    } catch (AuthorizationException e) {
      throw Right.onTopic("Read", topic, at()).named(e);
    }
  }

  private String at() {
    return "target " + target.alias();
  }

  private void read(Admin admin, RetryingThread self) throws Exception {
    Map<String, Object> needed =
        Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_uncommitted",
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            API_TIMEOUT_MS);
    try (var consumer = Clients.consumer(target, "positions-reader", needed)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (!self.closed()) {
        consumer.poll(POLL).forEach(this::read);
        answerWaiting(admin, consumer, self);
        error = null;
      }
    }
  }

  private void answerWaiting(
      Admin admin,
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      RetryingThread self)
      throws Exception {
    // Only those that asked before the end is looked up may be answered by it.
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      asked.add(next);
    }
    if (asked.isEmpty()) {
      return;
    }
    // The consumer's own question would wait behind its fetch, which waits for records.
    long end =
        admin
            .listOffsets(Map.of(partition, OffsetSpec.latest()))
            .partitionResult(partition)
            .get()
            .offset();
    while (consumer.position(partition) < end) {
      if (self.closed()) {
        return;
      }
      consumer.poll(POLL).forEach(this::read);
    }
    asked.forEach(done -> done.complete(null));
    asked.clear();
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition source;
    try {
      source = view.read(record.key(), record.value());
    } catch (RuntimeException e) {
      // One unreadable record is one partition that starts earlier, not a fleet that stands still.
      LOG.atError()
          .addKeyValue("offset", record.offset())
          .addKeyValue("reason", ClusterErrors.message(e))
          .log("a record of {} cannot be read and is left out", topic);
      return;
    }
    listener.accept(source);
  }

  @Override
  public void close() {
    thread.close();
    waiting.forEach(done -> done.cancel(false));
  }
}
