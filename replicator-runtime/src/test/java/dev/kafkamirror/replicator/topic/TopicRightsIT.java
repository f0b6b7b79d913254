package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.DefaultsFrom;
import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec.Mode;
import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.plugin.Plugins;
import dev.kafkamirror.replicator.testkit.Rights;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said of topics for which the mirror's user lacks rights. */
class TopicRightsIT {
  private static final ConfigSyncSpec SYNC =
      new ConfigSyncSpec(Mode.Sync, List.of(), 30, DefaultsFrom.Target);

  private static KafkaCluster cluster;
  private static Admin mirror;

  @BeforeAll
  static void start() {
    cluster =
        KafkaCluster.builder("guarded")
            .listener(ListenerKind.SASL)
            .user("mirror", "right")
            .authorizer()
            .start();
    mirror = Admin.create(cluster.saslClientConfig(ListenerKind.SASL, "PLAIN", "mirror", "right"));
  }

  @AfterAll
  static void stop() {
    mirror.close();
    cluster.close();
  }

  @Test
  void theSideTheTopicAndTheRightAreNamedThatTheSyncOfPropertiesLacks() throws Exception {
    TestTopic.create(cluster, "orders", 1, Map.of("retention.ms", "1000000"));
    TestTopic.create(cluster, "east.orders", 1, Map.of());
    assertThat(sync().message())
        .contains("east.orders", "source", "DescribeConfigs", "Topic authorization failed");

    allow("orders", AclOperation.DESCRIBE_CONFIGS);
    assertThat(sync().message()).contains("east.orders", "target", "DescribeConfigs");

    allow("east.orders", AclOperation.DESCRIBE_CONFIGS);
    TopicFailure notAltered = sync();
    assertThat(notAltered.topic()).isEqualTo("orders");
    assertThat(notAltered.reason()).isEqualTo("TopicAuthorization");
    assertThat(notAltered.message()).contains("east.orders", "AlterConfigs");

    allow("east.orders", AclOperation.ALTER_CONFIGS);
    assertThat(failures()).isEmpty();
  }

  @Test
  void aTopicThatMayNotBeSeenIsNotTakenForDeleted() throws Exception {
    TestTopic.create(cluster, "hidden", 1, Map.of());
    assertThat(TopicDescriptions.missing(mirror, Set.of("hidden", "deleted"))).isEmpty();

    allow("hidden", AclOperation.DESCRIBE);
    allow("deleted", AclOperation.DESCRIBE);

    assertThat(TopicDescriptions.missing(mirror, Set.of("hidden", "deleted")))
        .containsExactly("deleted");
  }

  private static TopicFailure sync() throws InterruptedException {
    List<TopicFailure> failures = failures();
    assertThat(failures).hasSize(1);
    return failures.getFirst();
  }

  private static List<TopicFailure> failures() throws InterruptedException {
    MirroredTopic topic =
        new MirroredTopic("orders", "east.orders", Uuid.ZERO_UUID, Uuid.ZERO_UUID, 1);
    return new ConfigSync(mirror, mirror, System::nanoTime)
        .round(SYNC, Plugins.NONE, List.of(topic));
  }

  private static void allow(String topic, AclOperation... operations) {
    Rights.allow(
        cluster, new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL), operations);
  }
}
