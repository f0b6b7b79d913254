package dev.kafkamirror.replicator.fleet.group;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/** Takes part in the flow's group on the target: one consumer, polled by one thread. */
public final class GroupMembership implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  /** Less than the lease allows between two polls. */
  private static final Duration AFTER_ERROR = Duration.ofMillis(1_500);

  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(3);
  private static final int HEARTBEAT_MS = 200;
  private static final Set<String> ANSWERS = Set.of("heartbeat-total", "join-total", "sync-total");

  private final FlowSettings settings;
  private final FleetAssignor.Member member;
  private final Lease lease;
  private final Runnable onLeft;
  private final RetryingThread thread;
  private final AtomicReference<String> rejoinReason = new AtomicReference<>();
  private volatile Consumer<byte[], byte[]> current;
  private volatile Throwable error;

  /**
   * @param onLeft runs before the group is left because of an error: nothing that it gave may be
   *     used any longer
   */
  public GroupMembership(
      FlowSettings settings, FleetAssignor.Member member, Lease lease, Runnable onLeft) {
    this.settings = settings;
    this.member = member;
    this.lease = lease;
    this.onLeft = onLeft;
    this.thread = new RetryingThread("fleet-group", this::takePart, e -> error = e);
  }

  public void start() {
    thread.start();
  }

  /** Asks the group for another assignment. */
  public void rebalance(String reason) {
    rejoinReason.set(reason);
  }

  /** Why the group cannot be used at present, null when it can. */
  public Throwable error() {
    return error;
  }

  /**
   * How often the group's coordinator has answered this process; only differences mean something.
   */
  public double answers() {
    Consumer<byte[], byte[]> consumer = current;
    if (consumer == null) {
      return 0;
    }
    return consumer.metrics().values().stream()
        .filter(m -> ANSWERS.contains(m.metricName().name()))
        .map(Metric::metricValue)
        .mapToDouble(v -> (Double) v)
        .sum();
  }

  private void takePart(RetryingThread self) throws InterruptedException {
    Consumer<byte[], byte[]> consumer =
        Clients.consumer(settings.target(), "fleet-" + settings.flow(), config());
    try {
      current = consumer;
      consumer.subscribe(List.of(settings.positionsTopic()));
      while (!self.closed()) {
        lease.polled();
        String reason = rejoinReason.getAndSet(null);
        if (reason != null) {
          consumer.enforceRebalance(reason);
        }
        poll(consumer, self);
      }
    } finally {
      current = null;
      if (!self.closed()) {
        onLeft.run();
      }
      consumer.close(
          CloseOptions.timeout(LEAVE_WITHIN)
              .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private void poll(Consumer<byte[], byte[]> consumer, RetryingThread self)
      throws InterruptedException {
    try {
      var _ = consumer.poll(POLL);
      error = null;
    } catch (RetriableException | AuthenticationException | AuthorizationException e) {
      String at = "target " + settings.target().alias();
      Right right =
          e instanceof GroupAuthorizationException
              ? Right.onGroup("Read", settings.groupId(), at)
              : Right.onTopic("Describe", settings.positionsTopic(), at);
      error = right.named(e);
      self.pause(AFTER_ERROR);
    }
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(FleetAssignor.class.getName()));
    config.put(FleetAssignor.MEMBER, member);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) Lease.SESSION.toMillis());
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) Lease.REBALANCE.toMillis());
    return config;
  }

  /** Leaves the group and waits for that, at most so long. */
  public void close(Duration time) throws InterruptedException {
    thread.requestClose();
    if (!thread.awaitEnd(time)) {
      thread.close();
    }
  }

  /** Ends without leaving in order. */
  @Override
  public void close() {
    thread.close();
  }
}
