package dev.kafkamirror.replicator.task.mirror;

import static dev.kafkamirror.replicator.task.mirror.TaskAwait.PATIENCE;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.awaitCaughtUp;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.copy;
import static dev.kafkamirror.replicator.task.mirror.TaskAwait.settings;
import static dev.kafkamirror.replicator.testkit.Copies.assertEqual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.TaskHealth;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TestTopic;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Brokers that go away and come back in the middle of the work. */
class BrokerOutageIT {
  private static final int BROKER = 0;
  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.ofItsOwn();

  @Test
  void losesAndRepeatsNothingWhenTheTargetIsKilled() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "target-killed", 2, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.target-killed", 2, Map.of());
    try (var load = new Load(source, 2);
        MirrorTask task = task("target-killed")) {
      copy(task, source, target, 2);
      for (int round = 0; round < 2; round++) {
        awaitMoreCopied(task, source);
        CLUSTERS.west().killBroker(BROKER);
        await().atMost(PATIENCE).until(() -> task.health().target() != null);
        assertThat(task.health().target()).hasMessageContaining(CLUSTERS.west().bootstrapServers());
        load.awaitMore(125);
        CLUSTERS.west().startBroker(BROKER);
      }
      load.stop();
      awaitCaughtUp(task, source, 2);

      assertEqual(source, target, 2);
      assertThat(task.health()).isEqualTo(new TaskHealth(null, null));
    }
  }

  @Test
  void losesAndRepeatsNothingWhenTheSourceIsKilled() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "source-killed", 2, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.source-killed", 2, Map.of());
    try (var load = new Load(source, 2);
        MirrorTask task = task("source-killed")) {
      copy(task, source, target, 2);
      for (int round = 0; round < 2; round++) {
        awaitMoreCopied(task, source);
        CLUSTERS.east().killBroker(BROKER);
        await().atMost(PATIENCE).until(() -> task.health().source() != null);
        CLUSTERS.east().startBroker(BROKER);
        load.awaitMore(125);
      }
      load.stop();
      awaitCaughtUp(task, source, 2);

      assertEqual(source, target, 2);
    }
  }

  @Test
  void releasesWhatIsInDoubtOnlyWhenTheTargetIsBack() throws Exception {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "release-in-doubt", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.release-in-doubt", 1, Map.of());
    try (var load = new Load(source, 1);
        MirrorTask task = task("release-in-doubt");
        MirrorTask next = task("release-in-doubt-next")) {
      copy(task, source, target, 1);
      awaitMoreCopied(task, source);
      CLUSTERS.west().killBroker(BROKER);
      await().atMost(PATIENCE).until(() -> task.health().target() != null);
      CompletableFuture<Copied> released = task.release(source.partition(0));
      load.awaitMore(25);
      CLUSTERS.west().startBroker(BROKER);

      Position position = released.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).position();
      next.add(new CopyOrder(source.partition(0), target.partition(0), position.sourceOffset()));
      load.stop();
      awaitCaughtUp(next, source, 1);

      assertEqual(source, target, 1);
    }
  }

  @Test
  void connectsToClustersThatAreNotThereYet() {
    TestTopic source = TestTopic.create(CLUSTERS.east(), "later", 1, Map.of());
    TestTopic target = TestTopic.create(CLUSTERS.west(), "east.later", 1, Map.of());
    source.produce(Map.of(), 10, i -> source.record(0, i));
    CLUSTERS.west().stopBroker(BROKER);
    try (MirrorTask task = task("later")) {
      copy(task, source, target, 1);
      await().atMost(PATIENCE).until(() -> task.health().target() != null);
      assertThat(task.health().source()).isNull();

      CLUSTERS.west().startBroker(BROKER);
      awaitCaughtUp(task, source, 1);

      assertThat(target.contents(0)).isEqualTo(source.contents(0)).hasSize(10);
      await().atMost(PATIENCE).until(() -> task.health().target() == null);
    }
  }

  private static void awaitMoreCopied(MirrorTask task, TestTopic source) {
    long before = copied(task, source);
    await().atMost(PATIENCE).until(() -> copied(task, source) > before + 200);
  }

  private static long copied(MirrorTask task, TestTopic source) {
    return task.partitions().get(source.partition(0)).records();
  }

  private static MirrorTask task(String name) {
    return new MirrorTask(
        name,
        settings(CLUSTERS.east()),
        settings(CLUSTERS.west()),
        TaskLimits.defaults(),
        "mm2-" + name);
  }
}
