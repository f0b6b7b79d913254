package dev.kafkamirror.replicator.task.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.TopicPolicy;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionProgress;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PrioritiesTest {
  private final Priorities priorities = new Priorities();
  private final SourcePartition high = partition("high", 10);
  private final SourcePartition low = partition("low", 0);

  @Test
  void nobodyWaitsWhileNobodyIsBehind() {
    priorities.fetched(high, false);

    assertThat(priorities.yieldMs(low, 0)).isZero();
    assertThat(priorities.yieldMs(high, 0)).isZero();
  }

  @Test
  void theLowerOneIsFetchedOnceASecondWhileTheHigherOneIsBehind() {
    priorities.fetched(high, true);

    assertThat(priorities.yieldMs(high, 0)).isZero();
    assertThat(priorities.yieldMs(low, 0)).isEqualTo(100);
    assertThat(priorities.yieldMs(low, 950)).isEqualTo(50);
    assertThat(priorities.yieldMs(low, 1_000)).isZero();

    priorities.fetched(low, true);
    assertThat(priorities.yieldMs(low, 1_010)).isEqualTo(100);
  }

  @Test
  void goesOnAsSoonAsTheHigherOneHasCaughtUpOrLeft() {
    priorities.fetched(high, true);
    assertThat(priorities.yieldMs(low, 0)).isPositive();
    priorities.fetched(high, false);
    assertThat(priorities.yieldMs(low, 10)).isZero();

    priorities.fetched(high, true);
    priorities.left(high);
    assertThat(priorities.yieldMs(low, 20)).isZero();
  }

  private static SourcePartition partition(String topic, int priority) {
    CopyPolicy other = CopyPolicy.DEFAULT;
    CopyPolicy policy =
        new CopyPolicy(
            other.isolation(),
            other.rack(),
            other.onDataLoss(),
            other.onSourceRecreate(),
            other.delivery(),
            null,
            new TopicPolicy(other.otherTopics().startFrom(), priority, null),
            List.of());
    var order = new CopyOrder(new TopicPartition(topic, 0), new TopicPartition("r", 0), 0);
    return new SourcePartition(new PartitionProgress(order, () -> 0), policy, new Random(1));
  }
}
