package dev.kafkamirror.replicator.canary;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.v1alpha1.CanarySpec;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.cluster.PartitionTail;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.CompactedTopic;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Writes a flow's canaries into the source and awaits them on the target, to which they come as
 * records of any topic do. Runs in the leader's pod, from its construction to {@link #close}; other
 * settings are another loop.
 */
public final class CanaryLoop implements AutoCloseable {
  private static final int WITHIN_MS = 10_000;

  /**
   * No more are written while so many are on their way, so that a mirror that stands gets no load.
   */
  private static final int MOST_AWAITED = 100;

  /** Longer than any is awaited; without compaction it would be a matter of retention. */
  private static final Map<String, String> KEPT = Map.of("min.compaction.lag.ms", "604800000");

  private final ClientSettings source;
  private final ClientSettings target;
  private final CanarySpec spec;
  private final String topic;
  private final TopicPartition observed;
  private final byte[] key;
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final Clock clock;
  private final RetryingThread thread;

  // Guarded by this.
  private CanaryView view = CanaryView.NOTHING;
  private boolean writing;

  /** Number of the last one that the source has taken. */
  private long taken;

  /** Why the source has not taken the last one, null when it has. */
  private Throwable refused;

  /** What keeps canaries from being written or read, null when nothing does. */
  private String problem;

  /**
   * @param settings with a canary
   */
  public CanaryLoop(FlowSettings settings, Clock clock) {
    this.source = settings.source();
    this.target = settings.target();
    this.spec = settings.spec().canary();
    this.topic = settings.canaryTopic().orElseThrow();
    this.observed = new TopicPartition(TopicNaming.of(settings).remoteName(topic), 0);
    this.key = settings.flow().getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
    this.thread = new RetryingThread("canary", this::run, this::failed);
    thread.start();
  }

  /** What was observed until now. */
  public synchronized Canary canary() {
    String hindered =
        problem == null && writing ? "the source has not taken the last one yet" : problem;
    return view.judge(clock.millis(), Duration.ofSeconds(spec.lateAfterSeconds()), hindered);
  }

  private void run(RetryingThread self) throws Exception {
    ensureTopic();
    try (var producer =
            Clients.producer(
                source, "canary-writer", Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MS));
        var tail = new PartitionTail(target, "canary-reader", observed)) {
      nothingIsWritten();
      long period = Duration.ofSeconds(spec.periodSeconds()).toNanos();
      long next = System.nanoTime();
      while (!self.closed()) {
        if (System.nanoTime() - next >= 0) {
          send(producer);
          next = System.nanoTime() + period;
        }
        tail.next(self).forEach(r -> CanaryRecord.read(r.value()).ifPresent(this::read));
        throwRefusal();
      }
    } catch (AuthorizationException e) {
      throw Right.onTopic("Read", observed.topic(), "target " + target.alias()).named(e);
    }
  }

  private void ensureTopic() throws InterruptedException {
    try (Admin admin = Clients.admin(source, "canary-admin", WITHIN_MS)) {
      CompactedTopic.ensure(admin, topic, -1, KEPT, at());
    } catch (ExecutionException e) {
      throw new ClusterException(atSource("created", e), e);
    }
  }

  private String at() {
    return "source " + source.alias();
  }

  private String atSource(String what, Throwable failure) {
    return "topic %s of the source can't be %s: %s"
        .formatted(topic, what, ClusterErrors.message(failure));
  }

  private synchronized void nothingIsWritten() {
    writing = false;
    refused = null;
  }

  /** A producer that was refused may be of no more use: the next attempt is another one's. */
  private synchronized void throwRefusal() {
    if (refused != null) {
      Exception named = Right.onTopic("Write", topic, at()).named(refused);
      throw new ClusterException(atSource("written", named), named);
    }
  }

  /** The next one, unless the source has not taken the one before or too many are on their way. */
  private void send(Producer<byte[], byte[]> producer) {
    CanaryRecord canary;
    synchronized (this) {
      if (writing || view.awaited().size() >= MOST_AWAITED) {
        return;
      }
      canary = new CanaryRecord(run, taken + 1, clock.millis());
      view = view.sent(canary.number(), canary.sentAt());
      writing = true;
    }
    var _ =
        producer.send(
            new ProducerRecord<>(topic, 0, canary.sentAt(), key, canary.bytes()),
            (_, failure) -> written(canary.number(), failure));
  }

  /** One that the source has refused is sent again under the same number. */
  private synchronized void written(long number, Throwable failure) {
    writing = false;
    refused = failure;
    if (failure == null) {
      problem = null;
      taken = Math.max(taken, number);
    }
  }

  private synchronized void read(CanaryRecord canary) {
    if (run.equals(canary.run())) {
      view = view.arrived(canary.number(), canary.sentAt(), clock.millis());
    }
  }

  private synchronized void failed(Throwable failure) {
    problem = ClusterErrors.message(failure);
  }

  @Override
  public void close() {
    thread.close();
  }
}
