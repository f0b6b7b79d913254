package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.api.v1alpha1.DeletionPolicy;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.replicator.groups.GroupResult;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.task.PartitionState;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * This process as a member of the fleet of one flow: it joins the group on the target, copies what
 * it is given and, when the group makes it the leader, does what is done once for the flow. Every
 * error of a cluster is tried again for ever and shown in {@link #status()}.
 */
public final class FleetMember {
  /** How long a session with old credentials may take to hand over to one with new ones. */
  private static final Duration CHANGE_OF_CLIENTS = Duration.ofSeconds(10);

  private final String pod;
  private final TaskFactory tasks;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private FlowSettings settings;

  /** The one that copies, or tries to. */
  private volatile FleetSession session;

  /** With other clients: takes the place of the session once the fleet has it; null for none. */
  private volatile FleetSession successor;

  /**
   * @param pod name of the pod or host, part of the incarnation's name
   * @param clock wall clock, for heartbeats and lag
   * @param nanoTime monotonic clock, for the lease
   */
  public FleetMember(
      FlowSettings settings, String pod, TaskFactory tasks, Clock clock, LongSupplier nanoTime) {
    this.settings = settings;
    this.pod = pod;
    this.tasks = tasks;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.session = newSession();
  }

  /** Begins to join. Returns at once. */
  public synchronized void start() {
    session.start();
  }

  /**
   * Takes up other settings of the same flow. Changed client properties (credentials, addresses)
   * make another session. Where the settings name the clusters, and name the same ones as before,
   * the present session copies on until the other one has joined, see {@link #turn}: also for ever,
   * where new credentials are wrong. Else, as these may be other clusters, everything is handed
   * over first, and the call returns when the new clients have been started.
   *
   * @throws IllegalArgumentException when the settings are of another flow
   */
  public synchronized void apply(FlowSettings newSettings) throws InterruptedException {
    if (!newSettings.flow().equals(settings.flow())) {
      throw new IllegalArgumentException(
          "These settings are of flow " + newSettings.flow() + ", this is " + settings.flow());
    }
    boolean sameClusters =
        named(settings.source(), newSettings.source())
            && named(settings.target(), newSettings.target());
    settings = newSettings;
    if (session.apply(newSettings)) {
      dropSuccessor();
      return;
    }
    if (successor != null && !successor.apply(newSettings)) {
      dropSuccessor();
    }
    if (!sameClusters || !session.isMember()) {
      dropSuccessor();
      var _ = session.close(CHANGE_OF_CLIENTS);
      session = newSession();
      session.start();
    } else {
      session.applyButClients(newSettings);
      if (successor == null) {
        successor = newSession();
        successor.start();
      }
    }
  }

  private static boolean named(ClientSettings before, ClientSettings now) {
    return now.clusterId() != null && now.clusterId().equals(before.clusterId());
  }

  private void dropSuccessor() throws InterruptedException {
    if (successor != null) {
      FleetSession dropped = successor;
      successor = null;
      var _ = dropped.close(CHANGE_OF_CLIENTS);
    }
  }

  /** Ends a session whose successor has joined. To be called every second or so. */
  public synchronized void turn() throws InterruptedException {
    if (successor != null && (successor.isMember() || !session.isMember())) {
      FleetSession old = session;
      session = successor;
      successor = null;
      var _ = old.close(CHANGE_OF_CLIENTS);
    }
  }

  /** How it stands now. Never waits for a cluster. */
  public FleetStatus status() {
    FleetSession next = successor;
    FleetStatus now = session.status();
    return next == null ? now : now.withTroubleOf(next.status());
  }

  /** What the pod's tasks say of every partition that they have; empty where nothing is copied. */
  public Map<TopicPartition, PartitionState> partitions() {
    return session.partitions();
  }

  /** What came of each consumer group that this pod carries over, in the last round. */
  public Map<String, GroupResult> groups() {
    return session.groups();
  }

  /** What this pod has measured of its own work. */
  public PodMeasures measures() {
    return session.measures();
  }

  /**
   * Copies, where the settings ask for that before an end, what the source has now of this
   * process's partitions; not for longer than they say.
   *
   * @return partitions whose records did not all get to the target
   */
  public int drain() throws InterruptedException {
    FlowSettings now;
    synchronized (this) {
      now = settings;
    }
    return now.spec().deletionPolicy() == DeletionPolicy.DrainThenDelete
            && now.spec().state() == MirrorState.Running
        ? new Draining(this::partitions, nanoTime)
            .await(now, Duration.ofSeconds(now.spec().drainTimeoutSeconds()))
        : 0;
  }

  /**
   * Hands all work over, leaves the group and ends. What is not settled in time is left to the
   * successors, who fence this process before they go on.
   *
   * @return partitions that were not handed over in time
   */
  public synchronized int close(Duration time) throws InterruptedException {
    dropSuccessor();
    return session.close(time);
  }

  /** How long ago the slowest event loop of the tasks turned; zero without tasks. */
  public Duration sinceLastTurn() {
    return session.sinceLastTurn();
  }

  /** A session is a new incarnation: nothing that an earlier one has promised binds it. */
  private FleetSession newSession() {
    String incarnation = pod + "-" + UUID.randomUUID().toString().substring(0, 8);
    return new FleetSession(settings, incarnation, tasks, clock, nanoTime);
  }
}
