package dev.kafkamirror.replicator.heartbeat;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec.WriteTo;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.PartitionTail;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.CompactedTopic;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Writes a flow's heartbeats and observes them on the target. Runs in the leader's pod, from its
 * construction to {@link #close}; other settings are another loop.
 */
public final class HeartbeatLoop implements AutoCloseable {
  private static final int WITHIN_MS = 10_000;

  private final ClientSettings writeTo;
  private final ClientSettings target;
  private final HeartbeatsSpec spec;
  private final int replicationFactor;
  private final String flow;
  private final byte[] key;
  private final String topic;
  private final TopicPartition observed;
  private final Clock clock;
  private final RetryingThread thread;
  private final long start;
  private volatile HeartbeatView view = HeartbeatView.NOTHING;
  private volatile Throwable error;

  /** Why the last heartbeat was not written, null when it was. */
  private volatile Throwable unwritten;

  public HeartbeatLoop(FlowSettings settings, TopicNaming naming, Clock clock) {
    this.spec = settings.spec().heartbeats();
    this.target = settings.target();
    boolean roundTrip = spec.writeTo() == WriteTo.Source;
    this.writeTo = roundTrip ? settings.source() : settings.target();
    this.replicationFactor = settings.spec().topics().replicationFactor();
    this.flow = settings.flow();
    this.key = HeartbeatFormat.key(settings.source().alias(), settings.target().alias());
    this.topic = naming.heartbeatsTopic();
    this.observed = new TopicPartition(roundTrip ? naming.remoteName(topic) : topic, 0);
    this.clock = clock;
    this.start = clock.millis();
    this.thread = new RetryingThread("heartbeats", this::run, e -> error = e);
    thread.start();
  }

  /** What was observed until now. */
  public Heartbeat heartbeat() {
    Throwable problem = unwritten == null ? error : unwritten;
    return view.judge(
        clock.millis(),
        Duration.ofSeconds(spec.staleAfterSeconds()),
        problem == null ? null : ClusterErrors.message(problem));
  }

  private void run(RetryingThread self) throws Exception {
    unwritten = null;
    ensureTopic();
    try (var producer =
            Clients.producer(
                writeTo,
                "heartbeats-writer",
                Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MS));
        // A remote heartbeats topic comes with the first discovery.
        var tail = new PartitionTail(target, "heartbeats-reader", observed)) {
      beat(self, producer, tail);
    } catch (AuthorizationException e) {
      throw Right.onTopic("Read", observed.topic(), "target " + target.alias()).named(e);
    }
  }

  private String writtenAt() {
    return (spec.writeTo() == WriteTo.Source ? "source " : "target ") + writeTo.alias();
  }

  private void ensureTopic() throws ExecutionException, InterruptedException {
    // The factor that the user chose is the target's; the source keeps its brokers' default.
    int factor = spec.writeTo() == WriteTo.Target ? replicationFactor : -1;
    try (Admin admin = Clients.admin(writeTo, "heartbeats-admin", WITHIN_MS)) {
      CompactedTopic.ensure(admin, topic, factor, Map.of(), writtenAt());
    }
  }

  private void beat(RetryingThread self, Producer<byte[], byte[]> producer, PartitionTail tail)
      throws InterruptedException {
    long period = Duration.ofSeconds(spec.periodSeconds()).toNanos();
    long next = System.nanoTime();
    while (!self.closed()) {
      if (System.nanoTime() - next >= 0) {
        send(producer);
        next = System.nanoTime() + period;
      }
      tail.next(self).forEach(this::read);
      error = null;
    }
  }

  private void send(Producer<byte[], byte[]> producer) {
    long now = clock.millis();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, 0, now, key, HeartbeatFormat.value(now));
    HeartbeatFormat.sign(record.headers(), flow);
    var _ =
        producer.send(
            record,
            (_, failure) ->
                unwritten =
                    failure == null
                        ? null
                        : Right.onTopic("Write", topic, writtenAt()).named(failure));
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    if (HeartbeatFormat.matches(record.key(), record.value(), record.headers(), key, flow)) {
      long written = HeartbeatFormat.timestamp(record.value());
      view = view.after(written, clock.millis(), written >= start);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
