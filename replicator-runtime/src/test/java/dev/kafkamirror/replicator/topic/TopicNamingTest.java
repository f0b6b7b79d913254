package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Policy;
import java.util.Map;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamingTest {
  private final TopicNaming prefixed = naming(Policy.SourcePrefix, ".", null);
  private final TopicNaming identity = naming(Policy.Identity, null, null);
  private final TopicNaming custom = naming(Policy.CustomPrefix, null, "dr-");

  private static TopicNaming naming(Policy policy, String separator, String prefix) {
    return new TopicNaming(
        new NamingSpec(policy, separator, prefix, NamingSpec.Direction.OneWay), "east", "west");
  }

  @Test
  void remoteTopicsCarryTheSourceAliasTheirOwnNameOrAPrefix() {
    assertThat(prefixed.remoteName("orders")).isEqualTo("east.orders");
    assertThat(naming(Policy.SourcePrefix, "__", null).remoteName("orders"))
        .isEqualTo("east__orders");
    assertThat(identity.remoteName("orders")).isEqualTo("orders");
    assertThat(custom.remoteName("orders")).isEqualTo("dr-orders");
  }

  @Test
  void heartbeatsCarryTheSourceAliasUnderEveryPolicy() {
    for (TopicNaming naming : new TopicNaming[] {prefixed, identity, custom}) {
      assertThat(naming.remoteName("heartbeats")).isEqualTo("east.heartbeats");
      assertThat(naming.remoteName("north.heartbeats")).isEqualTo("east.north.heartbeats");
    }
  }

  @Test
  void topicsOfSyncsAndCheckpointsAreCalledAsMirrorMakerCallsThem() {
    DefaultReplicationPolicy policy = new DefaultReplicationPolicy();
    for (String separator : new String[] {".", "__"}) {
      policy.configure(Map.of("replication.policy.separator", separator));
      TopicNaming ours = naming(Policy.SourcePrefix, separator, null);

      assertThat(ours.offsetSyncsTopic()).isEqualTo(policy.offsetSyncsTopic("east"));
      assertThat(ours.offsetSyncsTopicOnSource()).isEqualTo(policy.offsetSyncsTopic("west"));
      assertThat(ours.checkpointsTopic()).isEqualTo(policy.checkpointsTopic("east"));
      assertThat(ours.isInternal(ours.offsetSyncsTopic())).isTrue();
      assertThat(ours.isInternal(ours.checkpointsTopic())).isTrue();
    }
    assertThat(identity.checkpointsTopic()).isEqualTo("east.checkpoints.internal");
    assertThat(custom.offsetSyncsTopic()).isEqualTo("mm2-offset-syncs.east.internal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"heartbeats", "us-west.heartbeats", "us-east.us-west.heartbeats"})
  void heartbeatsAreKnownOverAnyNumberOfHops(String topic) {
    assertThat(prefixed.isHeartbeats(topic)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mytopic", ".heartbeats", "device-heartbeats", "heartbeats.v1"})
  void otherTopicsAreNoHeartbeats(String topic) {
    assertThat(prefixed.isHeartbeats(topic)).isFalse();
    assertThat(identity.remoteName(topic)).isEqualTo(topic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__consumer_offsets",
        ".hidden",
        "mm2-offsets.west.internal",
        "mm2-positions.east.ns.name.internal",
        "west.checkpoints.internal"
      })
  void internalTopicsAreKnown(String topic) {
    assertThat(prefixed.isInternal(topic)).isTrue();
    assertThat(identity.isInternal(topic)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders.internal", "mm2-offsets_west_internal", "mm2", "checkpoints"})
  void userTopicsAreNotInternal(String topic) {
    assertThat(prefixed.isInternal(topic)).isFalse();
  }

  @Test
  void internalTopicsWithACustomSeparatorAreKnownToo() {
    TopicNaming naming = naming(Policy.SourcePrefix, "__", null);

    assertThat(naming.isInternal("mm2-offset-syncs__west__internal")).isTrue();
    assertThat(naming.isInternal("mm2-offset-syncs.west.internal")).isTrue();
    assertThat(naming.isInternal("west__checkpoints__internal")).isTrue();
  }

  @Test
  void aUserTopicThatMerelyEndsLikeAnInternalOneIsNot() {
    assertThat(naming(Policy.SourcePrefix, "-", null).isInternal("orders-internal")).isFalse();
    assertThat(naming(Policy.SourcePrefix, "_", null).isInternal("orders_internal")).isFalse();
  }
}
