package dev.kafkamirror.replicator.task.mirror;

import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitCaughtUp;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitState;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.copy;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.settings;
import static dev.kafkamirror.replicator.testkit.Copies.assertEqual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.testkit.Rights;
import dev.kafkamirror.replicator.testkit.TestTopic;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What a task needs rights for, and what it says when it has none. */
class AuthorizationIT {

  @Test
  void needsReadAtTheSourceAndWriteAtTheTargetAndWaitsUntilItHasThem() throws Exception {
    try (var cluster =
        KafkaCluster.builder("guarded")
            .listener(ListenerKind.SASL)
            .user("mirror", "right")
            .authorizer()
            .start()) {
      TestTopic source = TestTopic.create(cluster, "source", 1, Map.of());
      TestTopic target = TestTopic.create(cluster, "target", 1, Map.of());
      source.produce(Map.of(), 20, i -> source.record(0, i));
      var client =
          settings(cluster.saslClientConfig(ListenerKind.SASL, "PLAIN", "mirror", "right"));
      try (var task = new MirrorTask("guarded", client, client, TaskLimits.defaults(), null)) {
        copy(task, source, target, 1);
        awaitState(task, source, Phase.Retrying, "TopicAuthorization");
        assertThat(task.partitions().get(source.partition(0)).error()).contains("source");

        allow(cluster, source, AclOperation.DESCRIBE, AclOperation.READ);
        awaitState(task, source, Phase.Retrying, "TopicAuthorization");
        allow(cluster, target, AclOperation.DESCRIBE, AclOperation.WRITE);

        awaitCaughtUp(task, source, 1);
        assertEqual(source, target, 1);
      }
    }
  }

  private static void allow(KafkaCluster cluster, TestTopic topic, AclOperation... operations) {
    Rights.allow(
        cluster,
        new ResourcePattern(ResourceType.TOPIC, topic.name(), PatternType.LITERAL),
        operations);
  }
}
