package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine's internal topics on real brokers. */
class CompactedTopicIT {
  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  private static Admin admin;

  @BeforeAll
  static void connect() {
    admin = CLUSTERS.west().admin();
  }

  @AfterAll
  static void disconnect() {
    admin.close();
  }

  @Test
  void aMissingTopicIsCreatedWithOneCompactedPartitionAndThenLeftAlone() throws Exception {
    CompactedTopic.ensure(admin, "compacted-new", -1, Map.of("segment.ms", "3600000"), "target");
    CompactedTopic.ensure(admin, "compacted-new", -1, Map.of("segment.ms", "7200000"), "target");

    assertThat(property("compacted-new", "cleanup.policy")).isEqualTo("compact");
    assertThat(property("compacted-new", "segment.ms")).isEqualTo("3600000");
    assertThat(
            admin
                .describeTopics(List.of("compacted-new"))
                .allTopicNames()
                .get()
                .get("compacted-new")
                .partitions())
        .hasSize(1);
  }

  @Test
  void aTopicThatAUserHasMadeOtherwiseIsTakenAsItIs() throws Exception {
    TestTopic.create(
        CLUSTERS.west(), "compacted-by-hand", 1, Map.of("cleanup.policy", "compact,delete"));

    CompactedTopic.ensure(admin, "compacted-by-hand", -1, Map.of(), "target");

    assertThat(property("compacted-by-hand", "cleanup.policy")).isEqualTo("compact,delete");
  }

  @Test
  void aTopicThatTheBrokersRefuseIsAnError() {
    assertThatThrownBy(
            () -> CompactedTopic.ensure(admin, "compacted-refused", 9, Map.of(), "target"))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InvalidReplicationFactorException.class);
  }

  private static String property(String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(name).value();
  }
}
