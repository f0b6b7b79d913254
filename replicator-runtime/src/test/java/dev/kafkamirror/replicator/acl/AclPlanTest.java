package dev.kafkamirror.replicator.acl;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.AclsSpec.Mode;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Policy;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.connect.mirror.GroupFilter;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AclPlanTest {
  private static final AclBinding READS = topic("orders.eu", READ, ALLOW);
  private static final AclBinding READS_REMOTE = topic("east.orders.eu", READ, ALLOW);
  private static final Set<AclBinding> NOTHING = Set.of();

  @TempDir Path directory;

  @Test
  void readOnlyTakesRightsOnMirroredTopicsUnderTheRemoteTopicsName() {
    assertThat(target(Mode.ReadOnly, READS)).containsExactly(READS_REMOTE);
    assertThat(target(Mode.ReadOnly, topic("payments", READ, ALLOW))).isEmpty();
  }

  @Test
  void readOnlyLeavesTheRightToWriteOutAndMakesAllOfItReading() {
    assertThat(target(Mode.ReadOnly, topic("orders.eu", WRITE, ALLOW))).isEmpty();
    assertThat(target(Mode.ReadOnly, topic("orders.eu", ALL, ALLOW))).containsExactly(READS_REMOTE);
  }

  @Test
  void readOnlyKeepsWhatIsDenied() {
    assertThat(target(Mode.ReadOnly, topic("orders.eu", ALL, DENY)))
        .containsExactly(topic("east.orders.eu", ALL, DENY));
    assertThat(target(Mode.ReadOnly, topic("orders.eu", WRITE, DENY)))
        .containsExactly(topic("east.orders.eu", WRITE, DENY));
  }

  @Test
  void readOnlyTakesEveryOtherRightAsMirrorMaker2Does() {
    assertThat(target(Mode.ReadOnly, topic("orders.eu", DELETE, ALLOW)))
        .containsExactly(topic("east.orders.eu", DELETE, ALLOW));
  }

  @Test
  void readOnlyLeavesPatternsAndGroupsOut() {
    assertThat(
            target(
                Mode.ReadOnly,
                acl(TOPIC, PREFIXED, "orders.", READ, ALLOW),
                acl(TOPIC, LITERAL, "*", READ, ALLOW),
                acl(GROUP, LITERAL, "billing", READ, ALLOW)))
        .isEmpty();
  }

  @Test
  void fullTakesTheRightsAsTheyAre() {
    assertThat(
            target(
                Mode.Full,
                topic("orders.eu", WRITE, ALLOW),
                topic("orders.eu", ALL, ALLOW),
                acl(GROUP, LITERAL, "billing", READ, ALLOW)))
        .containsExactlyInAnyOrder(
            topic("east.orders.eu", WRITE, ALLOW),
            topic("east.orders.eu", ALL, ALLOW),
            acl(GROUP, LITERAL, "billing", READ, ALLOW));
  }

  @Test
  void fullTakesAPatternAllOfWhichIsMirrored() {
    assertThat(
            target(
                Mode.Full,
                acl(TOPIC, PREFIXED, "orders.e", READ, ALLOW),
                acl(GROUP, PREFIXED, "bill", READ, ALLOW),
                acl(GROUP, LITERAL, "*", READ, ALLOW)))
        .containsExactlyInAnyOrder(
            acl(TOPIC, PREFIXED, "east.orders.e", READ, ALLOW),
            acl(GROUP, PREFIXED, "bill", READ, ALLOW),
            acl(GROUP, LITERAL, "*", READ, ALLOW));
  }

  @Test
  void fullLeavesOutAPatternThatStandsForMoreThanIsMirroredAndNamesIt() {
    AclBinding wider = acl(TOPIC, PREFIXED, "ord", READ, ALLOW);
    AclBinding all = acl(TOPIC, LITERAL, "*", READ, ALLOW);
    AclBinding partlyExcluded = acl(TOPIC, PREFIXED, "orders.s", READ, ALLOW);
    AclBinding notMirrored = acl(TOPIC, PREFIXED, "payments.", READ, ALLOW);

    AclPlan plan =
        AclPlan.of(
            rules(Mode.Full, Policy.SourcePrefix, "{prefix: orders.}"),
            List.of(wider, all, partlyExcluded, notMirrored),
            NOTHING,
            NOTHING);

    assertThat(plan.create()).isEmpty();
    assertThat(plan.leftOut()).containsExactly(wider, all, partlyExcluded);
  }

  @Test
  void rightsOnAllTopicsAreThoseOnAllRemoteTopics() {
    AclBinding all = acl(TOPIC, LITERAL, "*", READ, ALLOW);
    String everything = "{pattern: .*}";

    assertThat(rules(Mode.Full, Policy.SourcePrefix, everything).isTooWide(all)).isTrue();
    assertThat(withoutExclusions(Policy.SourcePrefix, everything).target(all))
        .contains(acl(TOPIC, PREFIXED, "east.", READ, ALLOW));
    assertThat(withoutExclusions(Policy.Identity, everything).target(all)).contains(all);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void rightsOnTheClusterAreNeverTaken(Mode mode) {
    assertThat(target(mode, acl(CLUSTER, LITERAL, "kafka-cluster", DESCRIBE, ALLOW))).isEmpty();
  }

  @Test
  void whatTheTargetHasIsNotCreatedAgain() {
    AclPlan plan = plan(List.of(READS), Set.of(READS_REMOTE), NOTHING);

    assertThat(plan.create()).isEmpty();
    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void onlyWhatTheMirrorCreatedIsRemovedWhenTheSourceNoLongerHasIt() {
    AclBinding byHand = topic("east.orders.eu", DESCRIBE, ALLOW);

    AclPlan plan = plan(List.of(), Set.of(READS_REMOTE, byHand), Set.of(READS_REMOTE));

    assertThat(plan.remove()).containsExactly(READS_REMOTE);
  }

  @Test
  void whatSomebodyElseHasRemovedComesAgainWhileTheSourceHasIt() {
    assertThat(plan(List.of(READS), NOTHING, Set.of(READS_REMOTE)).create())
        .containsExactly(READS_REMOTE);
  }

  @Test
  void whatIsGoneFromBothIsForgotten() {
    AclPlan plan = plan(List.of(), NOTHING, Set.of(READS_REMOTE));

    assertThat(plan.forget()).containsExactly(READS_REMOTE);
    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void oneOfTwoThatGiveTheSameMayGo() {
    AclBinding all = topic("orders.eu", ALL, ALLOW);
    AclRules rules = rules(Mode.ReadOnly, Policy.SourcePrefix, "{prefix: orders.}");

    AclPlan plan = AclPlan.of(rules, List.of(all), Set.of(READS_REMOTE), Set.of(READS_REMOTE));

    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void anAclIsNotedWithAllOfItsParts() throws IOException {
    AclBinding acl =
        new AclBinding(
            new ResourcePattern(GROUP, "a \"b\"", PREFIXED),
            new AccessControlEntry("User:CN=x,O=\u00fc", "10.0.0.1", READ, DENY));

    assertThat(AclText.read(AclText.write(acl))).isEqualTo(acl);
  }

  /** Accepts topics and groups that end so. */
  public static class EndsWithEu implements TopicFilter, GroupFilter {
    @Override
    public boolean shouldReplicateTopic(String topic) {
      return topic.endsWith("eu");
    }

    @Override
    public boolean shouldReplicateGroup(String group) {
      return group.endsWith("eu");
    }

    @Override
    public void configure(Map<String, ?> config) {}

    @Override
    public void close() {}
  }

  @Test
  void whereAClassOfTheUsersSelectsNoRightOnAllNamesOfAKindIsCarriedOver() {
    String filter = EndsWithEu.class.getName();
    AclRules rules =
        new AclRules(
            TestSpecs.flow(
                """
                topics: {include: [{pattern: .*}]}
                groups: {exclude: []}
                acls: {mode: Full}
                plugins:
                  path: %s
                  topicFilter: {className: %s}
                  groupFilter: {className: %s}
                """
                    .formatted(directory, filter, filter)));
    List<AclBinding> acls =
        List.of(
            READS,
            topic("orders.us", READ, ALLOW),
            acl(TOPIC, PREFIXED, "orders.", READ, ALLOW),
            acl(GROUP, LITERAL, "a-eu", READ, ALLOW),
            acl(GROUP, LITERAL, "a-us", READ, ALLOW),
            acl(GROUP, LITERAL, "*", READ, ALLOW));

    AclPlan plan = AclPlan.of(rules, acls, NOTHING, NOTHING);

    assertThat(plan.create())
        .containsExactlyInAnyOrder(READS_REMOTE, acl(GROUP, LITERAL, "a-eu", READ, ALLOW));
    assertThat(plan.leftOut())
        .containsExactlyInAnyOrder(
            acl(TOPIC, PREFIXED, "orders.", READ, ALLOW), acl(GROUP, LITERAL, "*", READ, ALLOW));
  }

  private static AclPlan plan(
      List<AclBinding> source, Set<AclBinding> target, Set<AclBinding> written) {
    String orders = "{prefix: orders.}";
    return AclPlan.of(rules(Mode.Full, Policy.SourcePrefix, orders), source, target, written);
  }

  private static Set<AclBinding> target(Mode mode, AclBinding... source) {
    String orders = "{prefix: orders.}";
    return AclPlan.of(rules(mode, Policy.SourcePrefix, orders), List.of(source), NOTHING, NOTHING)
        .create();
  }

  private static AclRules rules(Mode mode, Policy policy, String include) {
    return rules(mode, policy, include, "{name: orders.secret}");
  }

  private static AclRules withoutExclusions(Policy policy, String include) {
    return rules(Mode.Full, policy, include, "");
  }

  /** Every group is included, those of the console are not. */
  private static AclRules rules(Mode mode, Policy policy, String include, String exclude) {
    FlowSettings flow =
        TestSpecs.flow(
            """
            topics:
              include: [%s]
              exclude: [%s]
              naming: {policy: %s}
            groups: {exclude: [{prefix: console-consumer-}]}
            acls: {mode: %s}
            heartbeats: {state: Disabled}
            """
                .formatted(include, exclude, policy, mode));
    return new AclRules(flow);
  }

  private static AclBinding topic(
      String name, AclOperation operation, AclPermissionType permission) {
    return acl(TOPIC, LITERAL, name, operation, permission);
  }

  private static AclBinding acl(
      ResourceType type,
      PatternType pattern,
      String name,
      AclOperation operation,
      AclPermissionType permission) {
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry("User:alice", "*", operation, permission));
  }
}
