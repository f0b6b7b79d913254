package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.v1alpha1.AclsSpec;
import dev.kafkamirror.api.v1alpha1.CanarySpec;
import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.ConnectSpec;
import dev.kafkamirror.api.v1alpha1.DeletionPolicy;
import dev.kafkamirror.api.v1alpha1.DeliverySpec;
import dev.kafkamirror.api.v1alpha1.GroupsSpec;
import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.IsolationLevel;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.LoggingSpec;
import dev.kafkamirror.api.v1alpha1.MetricsSpec;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec;
import dev.kafkamirror.api.v1alpha1.SourceGroupSpec;
import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.api.v1alpha1.TakeOverSpec;
import dev.kafkamirror.api.v1alpha1.ThrottleSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceDelete;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.task.mirror.MirrorTask;
import dev.kafkamirror.replicator.testkit.Copies;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;

/** A flow of all topics with one prefix between two real clusters, and a look at both sides. */
record TestFlow(Map<String, Object> source, Map<String, Object> target, String prefix) {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final StartFrom EARLIEST = new StartFrom(StartFrom.Position.Earliest, null);
  private static final ConfigSyncSpec CREATE_ONLY =
      new ConfigSyncSpec(
          ConfigSyncSpec.Mode.CreateOnly,
          List.of("min.insync.replicas"),
          30,
          ConfigSyncSpec.DefaultsFrom.Target);
  private static final HeartbeatsSpec NO_HEARTBEATS =
      new HeartbeatsSpec(HeartbeatsSpec.State.Disabled, HeartbeatsSpec.WriteTo.Target, 1, 30);
  private static final GroupsSpec NO_GROUPS =
      new GroupsSpec(
          List.of(),
          List.of(),
          new OffsetSyncSpec(OffsetSyncSpec.Mode.Disabled, 5, OffsetSyncSpec.WriteSyncsTo.Target));

  private static final AclsSpec NO_ACLS = new AclsSpec(AclsSpec.Mode.Disabled, 60);

  static TestFlow between(KafkaCluster source, KafkaCluster target, String prefix) {
    return new TestFlow(source.clientConfig(), target.clientConfig(), prefix);
  }

  FlowSettings settings() {
    return settings(NO_HEARTBEATS, MirrorState.Running, null);
  }

  FlowSettings settings(HeartbeatsSpec heartbeats, MirrorState state, Integer tasksMax) {
    return settings(topics(EARLIEST, OnSourceRecreate.Fail), heartbeats, state, tasksMax);
  }

  FlowSettings startingFrom(StartFrom startFrom) {
    return settings(
        topics(startFrom, OnSourceRecreate.Fail), NO_HEARTBEATS, MirrorState.Running, null);
  }

  FlowSettings recreating(OnSourceRecreate onSourceRecreate) {
    return settings(topics(EARLIEST, onSourceRecreate), NO_HEARTBEATS, MirrorState.Running, null);
  }

  /** The settings with clusters of these ids and no others; null for any. */
  FlowSettings pinned(String sourceId, String targetId) {
    FlowSettings any = settings();
    return new FlowSettings(
        any.flow(),
        any.revision(),
        any.spec(),
        new ClientSettings("east", sourceId, source, Map.of(), Map.of(), Map.of()),
        new ClientSettings("west", targetId, target, Map.of(), Map.of(), Map.of()));
  }

  FlowSettings onSourceDelete(OnSourceDelete onSourceDelete, String... excluded) {
    return settings(
        topics(EARLIEST, onSourceDelete, OnSourceRecreate.Fail, CREATE_ONLY, excluded),
        NO_HEARTBEATS,
        MirrorState.Running,
        null);
  }

  FlowSettings syncing(ConfigSyncSpec configSync) {
    return settings(
        topics(EARLIEST, OnSourceRecreate.Fail, configSync),
        NO_HEARTBEATS,
        MirrorState.Running,
        null);
  }

  private TopicsSpec topics(StartFrom startFrom, OnSourceRecreate onSourceRecreate) {
    return topics(startFrom, onSourceRecreate, CREATE_ONLY);
  }

  private TopicsSpec topics(
      StartFrom startFrom, OnSourceRecreate onSourceRecreate, ConfigSyncSpec configSync) {
    return topics(startFrom, OnSourceDelete.Retain, onSourceRecreate, configSync);
  }

  private TopicsSpec topics(
      StartFrom startFrom,
      OnSourceDelete onSourceDelete,
      OnSourceRecreate onSourceRecreate,
      ConfigSyncSpec configSync,
      String... excluded) {
    return new TopicsSpec(
        List.of(new NameSelector(null, prefix, null)),
        Stream.of(excluded).map(name -> new NameSelector(name, null, null)).toList(),
        new NamingSpec(NamingSpec.Policy.SourcePrefix, ".", null, NamingSpec.Direction.OneWay),
        -1,
        TopicsSpec.ReplicationFactorFrom.Target,
        configSync,
        IsolationLevel.ReadCommitted,
        startFrom,
        TopicsSpec.OnDataLoss.Fail,
        onSourceDelete,
        onSourceRecreate,
        List.of());
  }

  /** All groups with the flow's prefix, looked at every second. */
  FlowSettings carryingGroups(OffsetSyncSpec.Mode mode) {
    return carryingGroups(mode, OffsetSyncSpec.WriteSyncsTo.Target);
  }

  FlowSettings carryingGroups(OffsetSyncSpec.Mode mode, OffsetSyncSpec.WriteSyncsTo writeSyncsTo) {
    GroupsSpec groups =
        new GroupsSpec(
            List.of(new NameSelector(null, prefix, null)),
            List.of(),
            new OffsetSyncSpec(mode, 1, writeSyncsTo));
    return settings(
        topics(EARLIEST, OnSourceRecreate.Fail),
        groups,
        NO_HEARTBEATS,
        null,
        MirrorState.Running,
        null);
  }

  /** Beside another flow of the same clusters: with heartbeats, and all groups with a prefix. */
  FlowSettings besideOthers(String groups) {
    return settings(
        topics(EARLIEST, OnSourceRecreate.Fail),
        new GroupsSpec(
            List.of(new NameSelector(null, groups, null)),
            List.of(),
            new OffsetSyncSpec(OffsetSyncSpec.Mode.Sync, 1, OffsetSyncSpec.WriteSyncsTo.Target)),
        new HeartbeatsSpec(HeartbeatsSpec.State.Enabled, HeartbeatsSpec.WriteTo.Target, 1, 30),
        null,
        MirrorState.Running,
        null);
  }

  /** The settings with remote topics that are called as their source topics. */
  FlowSettings sameNames() {
    TopicsSpec topics = topics(EARLIEST, OnSourceRecreate.Fail);
    return settings(
        new TopicsSpec(
            topics.include(),
            topics.exclude(),
            new NamingSpec(NamingSpec.Policy.Identity, null, null, NamingSpec.Direction.OneWay),
            topics.replicationFactor(),
            topics.replicationFactorFrom(),
            topics.configSync(),
            topics.isolation(),
            topics.startFrom(),
            topics.onDataLoss(),
            topics.onSourceDelete(),
            topics.onSourceRecreate(),
            topics.overrides()),
        NO_HEARTBEATS,
        MirrorState.Running,
        null);
  }

  /** The way back of a flow, from its target to its source. */
  static FlowSettings back(FlowSettings there) {
    return new FlowSettings(
        there.flow().replaceFirst("^east", "west"),
        there.revision(),
        there.spec(),
        /* source= */ there.target(),
        /* target= */ there.source());
  }

  /** The settings of a flow that MirrorMaker 2 copied until now, under these names. */
  FlowSettings takingOver(ConnectSpec names) {
    return settings(
        topics(EARLIEST, OnSourceRecreate.Fail),
        NO_GROUPS,
        NO_HEARTBEATS,
        new TakeOverSpec(TakeOverSpec.From.MirrorMaker2, names),
        MirrorState.Running,
        null);
  }

  /** ACLs of topics and groups with the flow's prefix, looked at every second. */
  FlowSettings mirroringAcls(AclsSpec.Mode mode) {
    GroupsSpec groups =
        new GroupsSpec(
            List.of(new NameSelector(null, prefix, null)), List.of(), NO_GROUPS.offsetSync());
    return settings(
        topics(EARLIEST, OnSourceRecreate.Fail),
        groups,
        new AclsSpec(mode, 1),
        NO_HEARTBEATS,
        null,
        MirrorState.Running,
        null);
  }

  /** The flow with a canary a second, which is late after two. */
  FlowSettings withCanary(DeliverySpec.OnRecordError onRecordError) {
    FlowSettings plain = settings();
    KafkaMirrorSpec spec = plain.spec();
    return new FlowSettings(
        plain.flow(),
        plain.revision(),
        new KafkaMirrorSpec(
            spec.source(),
            spec.target(),
            spec.topics(),
            spec.groups(),
            spec.acls(),
            new DeliverySpec(DeliverySpec.Fencing.Preferred, onRecordError, null),
            spec.throttle(),
            spec.heartbeats(),
            new CanarySpec(1, 2),
            spec.health(),
            spec.sourceGroup(),
            spec.metrics(),
            spec.plugins(),
            spec.takeOver(),
            spec.reverseOf(),
            spec.promotion(),
            spec.state(),
            spec.tasksMax(),
            spec.replicas(),
            spec.autoscaling(),
            spec.resources(),
            spec.image(),
            spec.restartNonce(),
            spec.jvm(),
            spec.logging(),
            spec.podTemplate(),
            spec.podDisruptionBudget(),
            spec.networkPolicy(),
            spec.deletionPolicy(),
            spec.drainTimeoutSeconds()),
        plain.source(),
        plain.target());
  }

  /** The flow with positions committed to a group of the source, every second. */
  FlowSettings committingTo(String group) {
    return settings(
        topics(EARLIEST, OnSourceRecreate.Fail),
        carryingGroups(OffsetSyncSpec.Mode.Sync).spec().groups(),
        NO_ACLS,
        NO_HEARTBEATS,
        new SourceGroupSpec(group, 1),
        null,
        MirrorState.Running,
        null);
  }

  private FlowSettings settings(
      TopicsSpec topics, HeartbeatsSpec heartbeats, MirrorState state, Integer tasksMax) {
    return settings(topics, NO_GROUPS, heartbeats, null, state, tasksMax);
  }

  private FlowSettings settings(
      TopicsSpec topics,
      GroupsSpec groups,
      HeartbeatsSpec heartbeats,
      TakeOverSpec takeOver,
      MirrorState state,
      Integer tasksMax) {
    return settings(topics, groups, NO_ACLS, heartbeats, takeOver, state, tasksMax);
  }

  private FlowSettings settings(
      TopicsSpec topics,
      GroupsSpec groups,
      AclsSpec acls,
      HeartbeatsSpec heartbeats,
      TakeOverSpec takeOver,
      MirrorState state,
      Integer tasksMax) {
    return settings(topics, groups, acls, heartbeats, null, takeOver, state, tasksMax);
  }

  private FlowSettings settings(
      TopicsSpec topics,
      GroupsSpec groups,
      AclsSpec acls,
      HeartbeatsSpec heartbeats,
      SourceGroupSpec sourceGroup,
      TakeOverSpec takeOver,
      MirrorState state,
      Integer tasksMax) {
    return new FlowSettings(
        "east." + prefix,
        "000000000000",
        new KafkaMirrorSpec(
            new ClusterSpec("east", null, null, null, null, null, null),
            new ClusterSpec("west", null, null, null, null, null, null),
            topics,
            groups,
            acls,
            new DeliverySpec(DeliverySpec.Fencing.Preferred, DeliverySpec.OnRecordError.Fail, null),
            new ThrottleSpec(null),
            heartbeats,
            null,
            null,
            sourceGroup,
            new MetricsSpec(MetricsSpec.MirrorMaker2Names.Disabled),
            null,
            takeOver,
            null,
            null,
            state,
            tasksMax,
            1,
            null,
            null,
            null,
            null,
            null,
            new LoggingSpec(null, List.of()),
            null,
            null,
            null,
            DeletionPolicy.Retain,
            60),
        client("east", source),
        client("west", target));
  }

  private static ClientSettings client(String alias, Map<String, Object> config) {
    return new ClientSettings(alias, null, config, Map.of(), Map.of(), Map.of());
  }

  FleetMember member(String pod, FlowSettings settings) {
    FleetMember member =
        new FleetMember(
            settings,
            pod,
            (name, now, other) ->
                new MirrorTask(
                    name,
                    now.source(),
                    now.target(),
                    TaskLimits.defaults(),
                    now.transactionalId(name),
                    other),
            Clock.systemUTC(),
            System::nanoTime);
    member.start();
    return member;
  }

  FleetMember member(String pod) {
    return member(pod, settings());
  }

  void create(String topic, int partitions, Map<String, String> config)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(source)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(config)))
          .all()
          .get();
    }
  }

  void grow(String topic, int partitions) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(source)) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  /** Waits until every record of the topic has arrived, then compares all of them. */
  void awaitEqual(String topic, int partitions) {
    Copies.awaitEqual(source(topic), target("east." + topic), partitions);
  }

  TestTopic source(String topic) {
    return new TestTopic(source, topic);
  }

  TestTopic target(String topic) {
    return new TestTopic(target, topic);
  }

  /** Waits until the members together copy so many partitions, each in its own share. */
  static void awaitShares(Map<FleetMember, Integer> shares) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                shares.forEach(
                    (member, partitions) ->
                        assertThat(member.status().work())
                            .as("%s", member.partitions())
                            .satisfies(
                                work -> {
                                  assertThat(work.partitions()).isEqualTo(partitions);
                                  assertThat(work.replicating()).isEqualTo(partitions);
                                })));
  }

  Set<String> targetTopics() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(target)) {
      return admin.listTopics().names().get();
    }
  }
}
