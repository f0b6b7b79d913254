package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Promotion;
import dev.kafkamirror.api.v1alpha1.AclsSpec;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.replicator.acl.AclSync;
import dev.kafkamirror.replicator.canary.CanaryLoop;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterIdMismatchException;
import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.fleet.group.MemberReport;
import dev.kafkamirror.replicator.fleet.group.WorkShare;
import dev.kafkamirror.replicator.heartbeat.HeartbeatLoop;
import dev.kafkamirror.replicator.position.TurnPositions;
import dev.kafkamirror.replicator.promotion.Fleet;
import dev.kafkamirror.replicator.promotion.PromotionLoop;
import dev.kafkamirror.replicator.promotion.Turns;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDiscovery;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * What one pod does for the whole flow while it leads the group: finds topics, says who copies
 * what, and keeps up what goes on beside the topics: heartbeats, ACLs, the canary. Every pod has
 * it, so that a new leader only has to go on.
 */
public final class LeaderDuties implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration PERIOD_AFTER_CHANGE = Duration.ofMillis(100);
  private static final Duration COMPARE_LOADS = Duration.ofMinutes(10);
  private static final int API_TIMEOUT_MS = 20_000;

  private final ClusterIdentity sourceIdentity;
  private final ClusterIdentity targetIdentity;
  private final LongSupplier nanoTime;
  private final TurnPositions positions;
  private final TopicDuties topicDuties;
  private final SideDuty<HeartbeatLoop> heartbeats;
  private final SideDuty<AclSync> acls;
  private final SideDuty<CanaryLoop> canary;
  private final SideDuty<PromotionLoop> promotion;
  private final Consumer<String> rebalance;
  private final RetryingThread thread;
  private volatile FlowSettings settings;
  private volatile Throwable error;

  // Guarded by this.
  private boolean leading;
  private TopicDiscovery.Result found;
  private TopicDuties.Tended tended = TopicDuties.Tended.NOTHING;
  private FleetPlan.Work asked;
  private Fleet fleet = Fleet.UNKNOWN;

  /** What the last assignment gave to members, null before the first one of this leader. */
  private FleetPlan.Work assigned;

  private int tasks;
  private long loadsCompared;
  private boolean evenBytes;

  /**
   * @param source which cluster is meant to be the source
   * @param target which cluster is meant to be the target
   * @param positions of the flow, for where it starts first and what was created again
   * @param nanoTime monotonic clock
   * @param fencing see {@code fence.Fence}
   * @param rebalance asks the group for another assignment, with the reason
   */
  public LeaderDuties(
      FlowSettings settings,
      ClusterIdentity source,
      ClusterIdentity target,
      TurnPositions positions,
      Clock clock,
      LongSupplier nanoTime,
      BiFunction<String, Set<TopicPartition>, CompletableFuture<Void>> fencing,
      Consumer<String> rebalance) {
    this.settings = settings;
    this.sourceIdentity = source;
    this.targetIdentity = target;
    this.nanoTime = nanoTime;
    this.positions = positions;
    this.topicDuties = new TopicDuties(positions, nanoTime);
    this.heartbeats =
        new SideDuty<>(
            spec -> spec.heartbeats().state() == HeartbeatsSpec.State.Enabled,
            now -> now.spec().heartbeats(),
            now -> new HeartbeatLoop(now, TopicNaming.of(now), clock),
            HeartbeatLoop::close);
    this.acls =
        new SideDuty<>(
            spec -> spec.acls().mode() != AclsSpec.Mode.Disabled,
            AclSync::governing,
            now -> new AclSync(now, source, target),
            AclSync::close);
    this.canary =
        new SideDuty<>(
            spec -> spec.canary() != null,
            now -> now.spec().canary(),
            now -> new CanaryLoop(now, clock),
            CanaryLoop::close);
    this.promotion =
        new SideDuty<>(
            spec -> spec.promotion() != null,
            now -> now.spec().promotion(),
            now ->
                new PromotionLoop(
                    now, positions, this::found, this::fleet, fencing, rebalance, clock),
            PromotionLoop::close);
    this.loadsCompared = nanoTime.getAsLong();
    this.rebalance = rebalance;
    this.thread = new RetryingThread("fleet-leader", this::work, e -> error = e);
  }

  public void start() {
    thread.start();
  }

  /** Other settings with the same clusters. */
  public void apply(FlowSettings newSettings) {
    settings = newSettings;
    thread.wake();
  }

  /** Who copies what, for the generation that this pod leads. */
  public synchronized Map<String, WorkShare> lead(Map<String, MemberReport> reports) {
    fleet = fleet(reports.values());
    Map<String, WorkShare> shares = new HashMap<>();
    if (found == null && !turns().allPromoted()) {
      reports.keySet().forEach(id -> shares.put(id, WorkShare.UNCHANGED));
      return shares;
    }
    asked = wanted();
    assigned = asked;
    shares.putAll(FleetPlan.of(reports, asked, evenBytes));
    evenBytes = false;
    tasks = shares.values().stream().mapToInt(WorkShare::tasks).sum();
    return shares;
  }

  /** Starts or ends the duties, as the group has decided. */
  public synchronized void setLeading(boolean lead) {
    if (lead == leading) {
      return;
    }
    leading = lead;
    fleet = lead ? fleet : Fleet.UNKNOWN;
    found = null;
    tended = TopicDuties.Tended.NOTHING;
    asked = null;
    assigned = null;
    error = null;
    evenBytes = false;
    loadsCompared = nanoTime.getAsLong();
    thread.wake();
    if (!lead) {
      endBeside();
      promotion.end();
    }
  }

  private FleetPlan.Work wanted() {
    Turns turns = turns();
    List<MirroredTopic> topics =
        found == null
            ? List.of()
            : found.topics().stream().filter(t -> turns.copies(t.source())).toList();
    return new FleetPlan.Work(topics, settings.spec().tasksMax());
  }

  private Turns turns() {
    return Turns.now(settings, positions);
  }

  private synchronized Optional<TopicDiscovery.Result> found() {
    return Optional.ofNullable(found);
  }

  private Fleet fleet(Collection<MemberReport> reports) {
    Set<String> members = new HashSet<>();
    Set<TopicPartition> claimed = new HashSet<>();
    for (MemberReport report : reports) {
      members.add(report.incarnation());
      report.claims().forEach(claim -> claimed.add(claim.partition()));
    }
    return new Fleet(fleet.assignments() + 1, members, claimed);
  }

  private synchronized Fleet fleet() {
    return fleet;
  }

  private void work(RetryingThread self) throws Exception {
    while (!leads()) {
      if (!self.pause(PERIOD)) {
        return;
      }
    }
    // A source that is gone must not keep it from being given up.
    keepPromotion(settings);
    try (Admin source = Clients.admin(settings.source(), "fleet-source-admin", API_TIMEOUT_MS);
        Admin target = Clients.admin(settings.target(), "fleet-target-admin", API_TIMEOUT_MS);
        TopicDuties.Rounds topics = topicDuties.begin(settings, source, target)) {
      boolean changed;
      do {
        FlowSettings now = settings;
        keepPromotion(now);
        checkClusters(source, target);
        keepBeside(now);
        TopicDiscovery.Result result = topics.find(now);
        changed = result.changed();
        take(result);
        take(topics.tend(now, result.topics()));
        error = null;
      } while (self.pause(changed ? PERIOD_AFTER_CHANGE : PERIOD) && leads());
    }
  }

  /**
   * Remote topics and heartbeats come into being by the leader: each round anew, before anything
   * else.
   */
  private void checkClusters(Admin source, Admin target)
      throws ExecutionException, InterruptedException {
    try {
      sourceIdentity.check(source);
      targetIdentity.check(target);
    } catch (ClusterIdMismatchException e) {
      endBeside();
      throw e;
    }
  }

  private synchronized boolean leads() {
    return leading;
  }

  private synchronized void take(TopicDiscovery.Result result) {
    if (!leading) {
      return;
    }
    found = result;
    FleetPlan.Work wanted = wanted();
    if (!wanted.equals(asked)) {
      asked = wanted;
      rebalance.accept("the topics or the number of tasks of the flow have changed");
    } else if (tasks > 1 && nanoTime.getAsLong() - loadsCompared > COMPARE_LOADS.toNanos()) {
      // Members tell what their partitions copy when they join, and only then.
      loadsCompared = nanoTime.getAsLong();
      evenBytes = true;
      rebalance.accept("the load of the tasks is compared");
    }
  }

  private synchronized void take(TopicDuties.Tended done) {
    tended = done;
  }

  private synchronized void keepBeside(FlowSettings now) {
    if (leading) {
      boolean promoted = turns().allPromoted();
      heartbeats.keep(now);
      acls.keep(now, !promoted);
      canary.keep(now);
    }
  }

  private synchronized void keepPromotion(FlowSettings now) {
    if (leading) {
      promotion.keep(now);
    }
  }

  private synchronized void endBeside() {
    heartbeats.end();
    acls.end();
    canary.end();
  }

  /** What is known of the flow as a whole; null from a pod that does not lead or knows nothing. */
  public synchronized Flow flow() {
    return leading && found != null && assigned != null
        ? FlowSummary.of(found, assigned, tasks, tended, beside(), turns())
        : null;
  }

  private FlowSummary.Beside beside() {
    return new FlowSummary.Beside(
        heartbeats
            .running()
            .map(HeartbeatLoop::heartbeat)
            .orElseGet(() -> new Heartbeat(HeartbeatState.Disabled, null, null)),
        acls.running().map(AclSync::state).orElse(null),
        canary.running().map(CanaryLoop::canary).orElse(null));
  }

  /** How far the request to end copying has got; null without one, and from other pods. */
  public synchronized Promotion promotion() {
    return promotion.running().map(PromotionLoop::state).orElse(null);
  }

  /** Topics that are not mirrored, and a discovery that does not get on. */
  public synchronized List<Failure> failures() {
    Throwable problem = error;
    if (leading && problem != null) {
      return List.of(
          new Failure(
              "*", -1, ClusterErrors.reason(problem), ClusterErrors.message(problem), null));
    }
    return found == null
        ? List.of()
        : found.failures().stream()
            .map(f -> new Failure(f.topic(), -1, f.reason(), f.message(), null))
            .toList();
  }

  @Override
  public synchronized void close() {
    leading = false;
    endBeside();
    promotion.end();
    thread.close();
  }
}
