package dev.kafkamirror.replicator.fleet;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Acls;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.v1alpha1.AclsSpec.Mode;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.acl.AclSync;
import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.testkit.Rights;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ACLs between clusters whose brokers have an authorizer. */
class AclSyncIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final ResourcePattern KAFKA =
      new ResourcePattern(CLUSTER, "kafka-cluster", LITERAL);

  @RegisterExtension
  static final TwoClusters CLUSTERS =
      TwoClusters.ofItsOwn(
          east -> east.listener(ListenerKind.SASL).user("mirror", "right").authorizer(),
          west -> west.listener(ListenerKind.SASL).user("mirror", "right").authorizer());

  @RegisterExtension static final TwoClusters WITHOUT_AUTHORIZER = TwoClusters.shared();

  @Test
  void theRightToReadATopicAppearsOnTheRemoteTopicAndTheRightToWriteDoesNot() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "read-");
    flow.create("read-topic", 1, Map.of());
    create(
        CLUSTERS.east(),
        acl(TOPIC, LITERAL, "read-topic", READ),
        acl(TOPIC, LITERAL, "read-topic", WRITE),
        acl(TOPIC, PREFIXED, "read-", DESCRIBE),
        acl(GROUP, LITERAL, "read-group", READ));

    FleetMember member = flow.member("pod", flow.mirroringAcls(Mode.ReadOnly));
    awaitAcls("read-", acl(TOPIC, LITERAL, "east.read-topic", READ));

    remove(CLUSTERS.east(), acl(TOPIC, LITERAL, "read-topic", READ));
    create(CLUSTERS.east(), acl(TOPIC, LITERAL, "read-other", ALL));
    awaitAcls(
        "read-",
        acl(TOPIC, LITERAL, "east.read-topic", READ),
        acl(TOPIC, LITERAL, "east.read-other", READ));
    assertThat(awaitStatus(member).reason()).isEqualTo(Acls.SYNCED);
    member.close(GRACE);
  }

  @Test
  void aTargetThatIsToTakeOverGetsAllRightsAndLosesThoseThatTheMirrorGaveIt() throws Exception {
    TestFlow flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "full-");
    flow.create("full-topic", 1, Map.of());
    AclBinding byHand = acl(TOPIC, LITERAL, "east.full-topic", DESCRIBE);
    create(CLUSTERS.west(), byHand);
    create(
        CLUSTERS.east(),
        acl(TOPIC, LITERAL, "full-topic", DESCRIBE),
        acl(TOPIC, LITERAL, "full-topic", WRITE),
        acl(TOPIC, PREFIXED, "full-", READ),
        acl(GROUP, PREFIXED, "full-group", READ),
        acl(TOPIC, PREFIXED, "fu", READ));

    FleetMember first = flow.member("first", flow.mirroringAcls(Mode.Full));
    awaitAcls(
        "full-",
        byHand,
        acl(TOPIC, LITERAL, "east.full-topic", WRITE),
        acl(TOPIC, PREFIXED, "east.full-", READ),
        acl(GROUP, PREFIXED, "full-group", READ));
    assertThat(awaitStatus(first).message()).contains("1 ACLs are left out", "name=fu,");
    first.close(GRACE);

    // Another pod knows what the first one has created, and that one was there before.
    remove(
        CLUSTERS.east(),
        acl(TOPIC, LITERAL, "full-topic", DESCRIBE),
        acl(TOPIC, LITERAL, "full-topic", WRITE),
        acl(TOPIC, PREFIXED, "full-", READ));
    FleetMember second = flow.member("second", flow.mirroringAcls(Mode.Full));
    awaitAcls("full-", byHand, acl(GROUP, PREFIXED, "full-group", READ));
    second.close(GRACE);
  }

  @Test
  void theOperationAndTheClusterAreNamedThatARightIsMissingFor() throws Exception {
    FlowSettings settings =
        TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), "lacking-").mirroringAcls(Mode.ReadOnly);
    create(CLUSTERS.east(), acl(TOPIC, LITERAL, "lacking-topic", READ));
    FlowSettings asMirror =
        new FlowSettings(
            settings.flow(),
            settings.revision(),
            settings.spec(),
            asMirror("east", CLUSTERS.east()),
            asMirror("west", CLUSTERS.west()));
    try (AclSync sync =
        new AclSync(asMirror, new ClusterIdentity(null), new ClusterIdentity(null))) {
      awaitRefusal(sync, "ClusterAuthorization", "2 refusals", "east", "Describe on the cluster");
      Rights.allow(CLUSTERS.east(), KAFKA, DESCRIBE);
      awaitRefusal(sync, "ClusterAuthorization", "west", "Describe on the cluster");
      Rights.allow(CLUSTERS.west(), KAFKA, DESCRIBE);
      awaitRefusal(sync, "ClusterAuthorization", "lacking-topic", "west", "Alter on the cluster");
      Rights.allow(CLUSTERS.west(), KAFKA, ALTER);
      awaitAcls("lacking-", acl(TOPIC, LITERAL, "east.lacking-topic", READ));
    }
  }

  @Test
  void brokersWithoutAnAuthorizerAreNamedAndRecordsAreCopiedAllTheSame() throws Exception {
    TestFlow flow =
        TestFlow.between(WITHOUT_AUTHORIZER.east(), WITHOUT_AUTHORIZER.west(), "no-authorizer-");
    flow.create("no-authorizer-topic", 1, Map.of());
    FleetMember member = flow.member("pod", flow.mirroringAcls(Mode.Full));

    TestFlow.awaitShares(Map.of(member, 1));
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> assertThat(member.status().flow().acls().reason()).isEqualTo("NoAuthorizer"));
    assertThat(member.status().failures()).isEmpty();
    member.close(GRACE);
  }

  /** ACLs may be there before anything is known of the topics, and so of the flow. */
  private static Acls awaitStatus(FleetMember member) {
    return await()
        .atMost(DEADLINE)
        .until(
            () -> Optional.ofNullable(member.status().flow()).map(Flow::acls), Optional::isPresent)
        .orElseThrow();
  }

  private static void awaitRefusal(AclSync sync, String reason, String... words) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              assertThat(sync.state()).isNotNull();
              assertThat(sync.state().reason()).isEqualTo(reason);
              assertThat(sync.state().message()).contains(words);
            });
  }

  private static ClientSettings asMirror(String alias, KafkaCluster cluster) {
    Map<String, Object> config =
        cluster.saslClientConfig(ListenerKind.SASL, "PLAIN", "mirror", "right");
    return new ClientSettings(alias, null, config, Map.of(), Map.of(), Map.of());
  }

  private static AclBinding acl(
      ResourceType type, PatternType pattern, String name, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry("User:alice", "*", operation, AclPermissionType.ALLOW));
  }

  private static void create(KafkaCluster cluster, AclBinding... acls)
      throws ExecutionException, InterruptedException {
    try (Admin admin = cluster.admin()) {
      admin.createAcls(List.of(acls)).all().get();
    }
  }

  private static void remove(KafkaCluster cluster, AclBinding... acls)
      throws ExecutionException, InterruptedException {
    try (Admin admin = cluster.admin()) {
      admin.deleteAcls(List.of(acls).stream().map(AclBinding::toFilter).toList()).all().get();
    }
  }

  /** Waits until the target has these and no others whose name contains the text. */
  private static void awaitAcls(String text, AclBinding... acls) {
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(acls(text)).containsExactlyInAnyOrder(acls));
  }

  private static Collection<AclBinding> acls(String text)
      throws ExecutionException, InterruptedException {
    try (Admin admin = CLUSTERS.west().admin()) {
      return admin.describeAcls(AclBindingFilter.ANY).values().get().stream()
          .filter(acl -> acl.pattern().name().contains(text))
          .toList();
    }
  }
}
