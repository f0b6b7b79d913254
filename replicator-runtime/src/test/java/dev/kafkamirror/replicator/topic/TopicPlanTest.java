package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.NamingSpec;
import dev.kafkamirror.api.v1alpha1.NamingSpec.Policy;
import dev.kafkamirror.replicator.topic.TopicPlan.Wanted;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
  private static final TopicNaming PREFIXED =
      new TopicNaming(
          new NamingSpec(Policy.SourcePrefix, ".", null, NamingSpec.Direction.OneWay),
          "east",
          "west");

  private static KnownTopic topic(String name, int partitions) {
    return new KnownTopic(name, new Uuid(1, name.hashCode()), partitions, 2);
  }

  private static TopicPlan plan(List<KnownTopic> source, KnownTopic... target) {
    Map<String, KnownTopic> byName =
        Arrays.stream(target).collect(Collectors.toMap(KnownTopic::name, Function.identity()));
    return TopicPlan.of(source, byName, PREFIXED);
  }

  @Test
  void aMissingRemoteTopicIsCreatedWithTheSourcesPartitionsAndNotYetCopied() {
    TopicPlan plan = plan(List.of(topic("orders", 3)));

    assertThat(plan.create()).containsExactly(new Wanted("orders", "east.orders", 0, 3, 2));
    assertThat(plan.mirrored()).isEmpty();
  }

  @Test
  void aRemoteTopicThatIsThereIsCopied() {
    TopicPlan plan = plan(List.of(topic("orders", 3)), topic("east.orders", 3));

    assertThat(plan.mirrored())
        .containsExactly(
            new MirroredTopic(
                "orders", "east.orders", topic("orders", 3).id(), topic("east.orders", 3).id(), 3));
    assertThat(plan.create()).isEmpty();
    assertThat(plan.grow()).isEmpty();
  }

  @Test
  void partitionsAreAddedWhenTheSourceGrewAndOnlyThoseThatBothHaveAreCopied() {
    TopicPlan plan = plan(List.of(topic("orders", 5)), topic("east.orders", 3));

    assertThat(plan.grow()).containsExactly(new Wanted("orders", "east.orders", 3, 5, 2));
    assertThat(plan.mirrored()).extracting(MirroredTopic::partitions).containsExactly(3);
  }

  @Test
  void aTopicOfVeryManyPartitionsGetsThemInParts() {
    TopicPlan first = plan(List.of(topic("wide", 12_000)));
    TopicPlan second = plan(List.of(topic("wide", 12_000)), topic("east.wide", 5_000));
    TopicPlan last = plan(List.of(topic("wide", 12_000)), topic("east.wide", 10_000));

    assertThat(first.create()).containsExactly(new Wanted("wide", "east.wide", 0, 5_000, 2));
    assertThat(second.grow()).containsExactly(new Wanted("wide", "east.wide", 5_000, 10_000, 2));
    assertThat(last.grow()).containsExactly(new Wanted("wide", "east.wide", 10_000, 12_000, 2));
  }

  @Test
  void aRemoteTopicWithMorePartitionsIsLeftAlone() {
    TopicPlan plan = plan(List.of(topic("orders", 2)), topic("east.orders", 4));

    assertThat(plan.grow()).isEmpty();
    assertThat(plan.mirrored()).extracting(MirroredTopic::partitions).containsExactly(2);
  }

  @Test
  void ofTwoTopicsThatWouldShareARemoteTopicOneIsRefusedWithTheReason() {
    // Heartbeats get the alias and a dot, other topics the chosen prefix.
    TopicNaming custom =
        new TopicNaming(
            new NamingSpec(Policy.CustomPrefix, null, "east.heart", NamingSpec.Direction.OneWay),
            "east",
            "west");

    TopicPlan plan =
        TopicPlan.of(List.of(topic("beats", 1), topic("heartbeats", 1)), Map.of(), custom);

    assertThat(plan.create()).extracting(Wanted::source).containsExactly("beats");
    assertThat(plan.collisions())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.topic()).isEqualTo("heartbeats");
              assertThat(failure.reason()).isEqualTo("NameCollision");
              assertThat(failure.message()).contains("east.heartbeats").contains("Exclude one");
            });
  }
}
