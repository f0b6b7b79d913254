package dev.kafkamirror.replicator.task.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.TopicPolicy;
import dev.kafkamirror.replicator.topic.NameSelectors;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final TopicPartition SLOW0 = new TopicPartition("slow", 0);
  private static final TopicPartition SLOW1 = new TopicPartition("slow", 1);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);

  private final Pace pace = new Pace();

  @Test
  void aTopicsLimitIsDividedByItsPartitionsAndHoldsUpNoOtherTopic() {
    pace.follow(policy(null, 4_000L), List.of(SLOW0, OTHER), _ -> 4, 0);

    pace.took(SLOW0, 2_000, 0);
    pace.took(OTHER, 1 << 30, 0);

    assertThat(pace.waitMs("slow", 0)).isEqualTo(2_000);
    assertThat(pace.waitMs("other", 0)).isZero();
    assertThat(pace.waitMs(0)).isZero();
    assertThat(pace.most("slow")).isEqualTo(1_000);
  }

  @Test
  void partitionsOfATopicShareWhatTheTaskHasOfItsLimit() {
    pace.follow(policy(null, 4_000L), List.of(SLOW0, SLOW1), _ -> 2, 0);

    pace.took(SLOW0, 4_000, 0);
    pace.took(SLOW1, 4_000, 0);

    assertThat(pace.waitMs("slow", 0)).isEqualTo(2_000);
  }

  @Test
  void theLimitOfTheTaskCountsEveryTopic() {
    pace.follow(policy(1_000L, null), List.of(SLOW0, OTHER), _ -> 1, 0);

    pace.took(SLOW0, 500, 0);
    pace.took(OTHER, 500, 0);

    assertThat(pace.waitMs(0)).isEqualTo(1_000);
    assertThat(pace.most()).isEqualTo(1_000);
  }

  @Test
  void aLimitThatIsTakenAwayHoldsUpNothingMore() {
    pace.follow(policy(1_000L, 1_000L), List.of(SLOW0), _ -> 1, 0);
    pace.took(SLOW0, 60_000, 0);

    pace.follow(policy(null, null), List.of(SLOW0), _ -> 1, 0);

    assertThat(pace.waitMs(0)).isZero();
    assertThat(pace.waitMs("slow", 0)).isZero();
  }

  private static CopyPolicy policy(Long all, Long slow) {
    CopyPolicy other = CopyPolicy.DEFAULT;
    var selector = new NameSelectors(List.of(new NameSelector("slow", null, null)), List.of());
    return new CopyPolicy(
        other.isolation(),
        other.rack(),
        other.onDataLoss(),
        other.onSourceRecreate(),
        other.delivery(),
        all,
        other.otherTopics(),
        List.of(
            new CopyPolicy.Selected(
                selector, new TopicPolicy(other.otherTopics().startFrom(), 0, slow))));
  }
}
