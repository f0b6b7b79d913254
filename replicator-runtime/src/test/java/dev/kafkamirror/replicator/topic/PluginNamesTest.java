package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.plugin.PluginFailedException;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.TestSpecs;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of a flow from "east" to "west" that a class of the user's makes. */
class PluginNamesTest {
  @TempDir Path directory;

  /** {@code orders} of east is {@code orders@east}. */
  public static class AtCluster implements ReplicationPolicy {
    @Override
    public String formatRemoteTopic(String alias, String topic) {
      return topic + "@" + alias;
    }

    @Override
    public String topicSource(String topic) {
      int at = topic.lastIndexOf('@');
      return at < 0 ? null : topic.substring(at + 1);
    }

    @Override
    public String upstreamTopic(String topic) {
      int at = topic.lastIndexOf('@');
      return at < 0 ? null : topic.substring(0, at);
    }

    @Override
    public String checkpointsTopic(String alias) {
      return "checkpoints@" + alias;
    }

    @Override
    public boolean isInternalTopic(String topic) {
      return topic.startsWith("checkpoints@");
    }
  }

  /** Knows nothing but how remote topics are called. */
  public static class OneWay implements ReplicationPolicy {
    @Override
    public String formatRemoteTopic(String alias, String topic) {
      if (topic.startsWith("secret")) {
        throw new IllegalArgumentException("not to be mirrored");
      }
      return topic.isEmpty() ? "" : topic.substring(0, 1);
    }

    @Override
    public String topicSource(String topic) {
      return null;
    }

    @Override
    public String upstreamTopic(String topic) {
      return null;
    }
  }

  /** Two names that are each other's upstream. */
  public static class Endless extends OneWay {
    @Override
    public String topicSource(String topic) {
      return "north";
    }

    @Override
    public String upstreamTopic(String topic) {
      return topic.equals("a") ? "b" : "a";
    }
  }

  private FlowSettings flow(Class<?> policy) {
    return TestSpecs.flow(
        """
        topics: {include: [{pattern: .*}]}
        plugins:
          path: %s
          replicationPolicy: {className: %s}
        """
            .formatted(directory, policy.getName()));
  }

  private TopicNaming naming(Class<?> policy) {
    return TopicNaming.of(flow(policy));
  }

  @Test
  void remoteTopicsAndMirrorMakersTopicsAreCalledAsTheClassSays() {
    TopicNaming naming = naming(AtCluster.class);

    assertThat(naming.remoteName("orders")).isEqualTo("orders@east");
    assertThat(naming.remoteName("heartbeats")).isEqualTo("heartbeats@east");
    assertThat(naming.checkpointsTopic()).isEqualTo("checkpoints@east");
    assertThat(naming.offsetSyncsTopic()).isEqualTo("mm2-offset-syncs.east.internal");
    assertThat(naming.offsetSyncsTopicOnSource()).isEqualTo("mm2-offset-syncs.west.internal");
    assertThat(naming.isHeartbeats("heartbeats@north@east")).isTrue();
    assertThat(naming.isHeartbeats("orders@east")).isFalse();
    assertThat(naming.nameAtHome("orders@west")).contains("orders");
    assertThat(naming.nameAtHome("orders@north")).isEmpty();
    assertThat(naming.nameAtHome("orders")).isEmpty();
  }

  @Test
  void aLoopThatItsNamesTellIsStopped() {
    TopicSelection selection = new TopicSelection(flow(AtCluster.class));

    assertThat(selection)
        .accepts("orders", "orders@north", "orders@east")
        .rejects("orders@west", "orders@west@north");
  }

  @Test
  void whatTheEngineKeepsItsStateInIsNeverMirroredWhateverTheClassSays() {
    TopicSelection selection = new TopicSelection(flow(AtCluster.class));

    assertThat(selection)
        .rejects("checkpoints@north", "mm2-positions.a.b.internal", "__consumer_offsets");
  }

  @Test
  void aClassWithoutUpstreamTopicsStopsNoLoopsByNamesAndDoesNoHarm() {
    TopicNaming naming = naming(OneWay.class);

    assertThat(naming.cycles(Set.of("west.orders"))).rejects("orders", "west.orders");
    assertThat(naming.nameAtHome("west.orders")).isEmpty();
    assertThat(naming.remotePrefix()).isEmpty();
    // Claims of other mirrors are looked at instead.
    assertThat(naming.tellsSource()).isFalse();
  }

  @Test
  void namesThatLeadRoundEndSomewhere() {
    assertThat(naming(Endless.class).cycles(Set.of())).rejects("a", "b");
  }

  @Test
  void anErrorOfTheClassIsNoName() {
    TopicNaming naming = naming(OneWay.class);

    assertThatThrownBy(() -> naming.remoteName("secrets"))
        .isInstanceOf(PluginFailedException.class)
        .hasMessageContaining("formatRemoteTopic(east, secrets)")
        .hasMessageContaining("not to be mirrored");
  }

  @Test
  void topicsThatItCallsTheSameCollide() {
    TopicPlan plan =
        TopicPlan.of(Set.of(topic("orders"), topic("offers")), Map.of(), naming(OneWay.class));

    assertThat(plan.collisions()).extracting(TopicFailure::reason).containsExactly("NameCollision");
    assertThat(plan.create()).extracting(TopicPlan.Wanted::remote).containsExactly("o");
  }

  private static KnownTopic topic(String name) {
    return new KnownTopic(name, Uuid.randomUuid(), 1, 1);
  }
}
