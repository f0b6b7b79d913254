package dev.kafkamirror.replicator.fleet;

import com.sun.management.OperatingSystemMXBean;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Failure;
import dev.kafkamirror.api.replicator.ReplicatorStatus.FleetState;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.Fencing;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.OnRecordError;
import dev.kafkamirror.api.v1alpha1.MetricsSpec.MirrorMaker2Names;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.cluster.ClusterProbe;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.fence.Fence;
import dev.kafkamirror.replicator.fleet.group.FleetAssignor;
import dev.kafkamirror.replicator.fleet.group.GroupMembership;
import dev.kafkamirror.replicator.fleet.group.Lease;
import dev.kafkamirror.replicator.fleet.group.MemberReport;
import dev.kafkamirror.replicator.fleet.group.WorkShare;
import dev.kafkamirror.replicator.fleet.lead.LeaderDuties;
import dev.kafkamirror.replicator.fleet.lead.Load;
import dev.kafkamirror.replicator.fleet.work.FencedTakeOver;
import dev.kafkamirror.replicator.fleet.work.NotCopied;
import dev.kafkamirror.replicator.fleet.work.OwnedWork;
import dev.kafkamirror.replicator.fleet.work.WorkSnapshot;
import dev.kafkamirror.replicator.groups.GroupResult;
import dev.kafkamirror.replicator.groups.GroupShare;
import dev.kafkamirror.replicator.groups.GroupSync;
import dev.kafkamirror.replicator.groups.SourceGroupCommits;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.PositionTopic;
import dev.kafkamirror.replicator.promotion.Turns;
import dev.kafkamirror.replicator.resume.ExactResume;
import dev.kafkamirror.replicator.resume.LostPartition;
import dev.kafkamirror.replicator.resume.ResumePoint;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.status.FlowForeignRecords;
import dev.kafkamirror.replicator.status.FlowLosses;
import dev.kafkamirror.replicator.status.Pressures;
import dev.kafkamirror.replicator.status.Throughput;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.twoway.TwoWay;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership of one process in its fleet with one set of clients: from the first attempt to
 * join until everything is handed over. Changed credentials are another session.
 */
final class FleetSession implements FleetAssignor.Member {
  private static final Logger LOG = LoggerFactory.getLogger(FleetSession.class);
  private static final Duration WATCH = Duration.ofMillis(100);
  private static final Duration WRITE_POSITIONS = Duration.ofSeconds(1);
  private static final Duration RATES_OVER = Duration.ofSeconds(10);
  private static final int FAILURES_SHOWN = 10;
  private static final int TASKS_PER_POD = 2;

  private final String incarnation;
  private final ClusterIdentity source;
  private final ClusterIdentity target;
  private final Clock clock;
  private final ExecutorService callbacks =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("fleet-callbacks").factory());
  private final PositionTopic positions;
  private final Fence fence;

  /** Null where remote topics are the mirror's alone. */
  private final TwoWay twoWay;

  private final AtomicInteger taskNumbers = new AtomicInteger();
  private final OwnedWork work;
  private final NotCopied notCopied = new NotCopied();
  private final Lease lease;
  private final GroupMembership group;
  private final LeaderDuties leader;
  private final GroupSync groups;
  private final SourceGroupCommits sourceGroup;
  private final ClusterProbe sourceProbe;
  private final ClusterProbe targetProbe;
  private final RetryingThread watch;
  private final RetryingThread positionClock;
  private final Throughput throughput;
  private final Pressures pressures;
  private final Load load;

  private volatile FlowSettings settings;
  private volatile boolean leaving;

  /** Set while a cluster is not known to be the one that is meant. */
  private volatile boolean refusing;

  /** Whether the group was told of this process; only the thread that watches. */
  private boolean joining;

  private volatile boolean member;
  private volatile int generation = -1;

  /** Set between leading a generation and being assigned its work; only the group's thread. */
  private boolean ledThisGeneration;

  FleetSession(
      FlowSettings settings,
      String incarnation,
      TaskFactory tasks,
      Clock clock,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.incarnation = incarnation;
    this.source = ClusterIdentity.of(settings.source());
    this.target = ClusterIdentity.of(settings.target());
    this.clock = clock;
    this.throughput = new Throughput(RATES_OVER, nanoTime);
    this.pressures =
        new Pressures(
            RATES_OVER,
            nanoTime,
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuTime,
            Runtime.getRuntime().availableProcessors());
    this.load = new Load(nanoTime);
    this.lease = new Lease(nanoTime);
    this.positions = new PositionTopic(settings, target, this::positionRead, nanoTime);
    this.fence = new Fence(settings.target(), "fence-" + incarnation);
    this.twoWay = TwoWay.of(settings, "two-way-" + incarnation);
    this.work =
        new OwnedWork(
            incarnation,
            _ -> task(tasks),
            positions,
            new FencedTakeOver(fence::fence, this::resume, this::fencingRequired, clock, nanoTime),
            callbacks,
            this::fenced,
            clock,
            nanoTime);
    this.group = new GroupMembership(settings, this, lease, this::stopNow);
    this.leader =
        new LeaderDuties(
            settings, source, target, positions, clock, nanoTime, fence::fence, group::rebalance);
    this.groups = new GroupSync(settings, positions, this::copying, this::turn, clock, nanoTime);
    this.sourceGroup = new SourceGroupCommits(settings, source, this::copying);
    this.sourceProbe = new ClusterProbe(settings.source(), source, "probe-" + incarnation);
    this.targetProbe = new ClusterProbe(settings.target(), target, "probe-" + incarnation);
    this.refusing = !clustersAreMeant();
    this.watch = new RetryingThread("fleet-lease", this::watchLease, _ -> stopNow());
    this.positionClock = new RetryingThread("fleet-positions", this::writePositions, _ -> {});
  }

  private CopyTask task(TaskFactory tasks) {
    String name = incarnation + "-" + taskNumbers.getAndIncrement();
    return tasks.create(name, settings, twoWay == null ? OtherDirection.NONE : twoWay);
  }

  void start() {
    follow(settings);
    sourceProbe.start();
    targetProbe.start();
    positions.start();
    leader.start();
    groups.start();
    sourceGroup.start();
    watch.start();
    positionClock.start();
  }

  /**
   * Takes up other settings, if they want no other clusters and clients.
   *
   * @return whether it could; if not, another session must
   */
  boolean apply(FlowSettings newSettings) {
    boolean same =
        settings.source().sameClients(newSettings.source())
            && settings.target().sameClients(newSettings.target())
            && source.follow(newSettings.source().clusterId())
            && target.follow(newSettings.target().clusterId());
    if (same) {
      settings = newSettings;
      follow(newSettings);
      leader.apply(newSettings);
      groups.apply(newSettings);
      sourceGroup.apply(newSettings);
    }
    return same;
  }

  /** Takes up all of other settings that can be without other clients. */
  void applyButClients(FlowSettings newSettings) {
    var _ = apply(newSettings.withClientsOf(settings));
  }

  private void follow(FlowSettings now) {
    work.follow(tasks -> CopyPolicy.of(now.spec(), tasks));
    work.setPaused(now.spec().state() != MirrorState.Running);
  }

  @Override
  public MemberReport report() {
    int wanted = Math.min(TASKS_PER_POD, Runtime.getRuntime().availableProcessors());
    ledThisGeneration = false;
    return new MemberReport(
        incarnation, work.generation(), wanted, leaving || refusing, work.claims(load::of));
  }

  @Override
  public Map<String, WorkShare> lead(Map<String, MemberReport> reports) {
    ledThisGeneration = true;
    return leader.lead(reports);
  }

  @Override
  public void assigned(WorkShare share, int newGeneration) {
    lease.heard();
    generation = newGeneration;
    member = true;
    work.assign(refusing ? WorkShare.NOTHING : share, newGeneration);
    if (!share.unchanged()) {
      groups.assign(refusing ? GroupShare.NONE : share.groups());
    }
    leader.setLeading(ledThisGeneration);
  }

  /** Each time anew, because the settings that it needs may have changed. */
  private Map<TopicPartition, CompletableFuture<ResumePoint>> resume(
      Collection<LostPartition> lost) {
    FlowSettings now = settings;
    boolean skips = now.spec().delivery().onRecordError() != OnRecordError.Fail;
    ExactResume resume =
        new ExactResume(
            now.source(), now.target(), now.isolation(), skips, twoWay, "resume-" + incarnation);
    var points = resume.find(lost);
    var _ =
        CompletableFuture.allOf(points.values().toArray(CompletableFuture[]::new))
            .whenComplete((_, _) -> resume.close());
    return points;
  }

  private boolean fencingRequired() {
    return settings.spec().delivery().fencing() == Fencing.Required;
  }

  private void positionRead(TopicPartition source) {
    work.positionRead(source);
    if (source.partition() < 0) {
      notCopied.note(work.snapshot(), positions.terms()::promoted);
    }
  }

  private void watchLease(RetryingThread self) throws InterruptedException {
    double answers = 0;
    do {
      watchClusters();
      double now = group.answers();
      if (now > answers) {
        lease.heard();
      }
      answers = now;
      if (member && !lease.valid()) {
        stopNow();
        group.rebalance("the member was out of contact and has stopped its work");
      } else if (member && work.isFenced()) {
        fenced();
      }
    } while (self.pause(WATCH));
  }

  /** Nothing is copied from or to a cluster that is not meant. */
  private void watchClusters() {
    boolean refused = !clustersAreMeant();
    if (!refused && !joining) {
      joining = true;
      group.start();
    }
    if (refused != refusing) {
      refusing = refused;
      if (refused) {
        LOG.error("Another cluster answers than the one that is meant; copying has ended");
        stopNow();
      }
      group.rebalance("whether the clusters are those that are meant has changed");
    }
  }

  private boolean clustersAreMeant() {
    return sourceProbe.isMeant() && targetProbe.isMeant();
  }

  /** Another member has taken over from this one: what it holds is void. */
  private void fenced() {
    LOG.warn("Another member has taken over from this one; it starts over");
    stopNow();
    group.rebalance("the member was fenced and has stopped its work");
  }

  /** Others may be given the work from now on. */
  private void stopNow() {
    member = false;
    generation = -1;
    leader.setLeading(false);
    groups.assign(GroupShare.NONE);
    work.stopAll();
  }

  private void writePositions(RetryingThread self) throws InterruptedException {
    do {
      work.writePositions();
      Map<TopicPartition, PartitionState> now = partitions();
      throughput.observe(now);
      load.observe(now);
      pressures.observe(work.taskMeasures());
    } while (self.pause(WRITE_POSITIONS));
  }

  /** Whether the group knows this process in this session, and has given it its work. */
  boolean isMember() {
    return member;
  }

  FleetStatus status() {
    WorkSnapshot snapshot = work.snapshot();
    List<Failure> failures =
        Stream.concat(leader.failures().stream(), snapshot.failures().stream())
            .limit(FAILURES_SHOWN)
            .toList();
    return new FleetStatus(
        state(),
        generation,
        sourceProbe.health(),
        targetHealth(),
        snapshot.work(clock.millis(), throughput.rates(), pressures),
        snapshot.delivery(),
        FlowLosses.of(snapshot.states()),
        FlowForeignRecords.of(snapshot.states()),
        leader.flow(),
        groups.status(),
        sourceGroup.status(),
        leader.promotion(),
        notCopied.status(),
        failures);
  }

  /** What came of each group of the pod's share in the last round. */
  Map<String, GroupResult> groups() {
    return groups.results();
  }

  /** What this pod has measured of its own work. */
  PodMeasures measures() {
    boolean inDetail = settings.spec().metrics().mirrorMaker2Names() == MirrorMaker2Names.Enabled;
    return new PodMeasures(
        work.taskMeasures(),
        pressures.now(),
        inDetail ? work.partitionMeasures() : Map.of(),
        groups.checkpointLatencies());
  }

  private Predicate<String> turn() {
    return Turns.now(settings, positions)::copies;
  }

  private Map<TopicPartition, Copied> copying() {
    return work.snapshot().copied();
  }

  Map<TopicPartition, PartitionState> partitions() {
    return work.snapshot().states();
  }

  /** How long ago the slowest event loop of the tasks turned; zero without tasks. */
  Duration sinceLastTurn() {
    return work.sinceLastTurn();
  }

  private FleetState state() {
    if (leaving) {
      return FleetState.Leaving;
    }
    if (!member) {
      return FleetState.Joining;
    }
    return settings.spec().state() == MirrorState.Running ? FleetState.Member : FleetState.Paused;
  }

  /** The group and the positions need rights that a mere answer of the cluster does not. */
  private ClusterHealth targetHealth() {
    ClusterHealth probed = targetProbe.health();
    Throwable error = group.error() == null ? positions.error() : group.error();
    if (error == null || probed.state() != ClusterState.Reachable) {
      return probed;
    }
    return ClusterErrors.health(settings.target(), probed.clusterId(), error);
  }

  /**
   * Hands everything over and leaves. Others are given the work while this process still copies it,
   * as long as there are others and half of the time allows; the rest is released for whoever
   * comes.
   *
   * @return partitions that were not handed over in time
   */
  int close(Duration time) throws InterruptedException {
    long part = time.toMillis() / 8;
    int left = 0;
    leaving = true;
    if (member) {
      group.rebalance("a member leaves");
      if (!work.awaitNothingHeld(4 * part)) {
        work.assign(WorkShare.NOTHING, generation);
        left = work.awaitNothingHeld(2 * part) ? 0 : work.held();
      }
    }
    leader.close();
    groups.close();
    sourceGroup.close();
    group.close(Duration.ofMillis(part));
    watch.close();
    positionClock.close();
    work.stopAll();
    fence.close();
    if (twoWay != null) {
      twoWay.close();
    }
    positions.close(Duration.ofMillis(part));
    sourceProbe.close();
    targetProbe.close();
    callbacks.shutdown();
    return left;
  }
}
