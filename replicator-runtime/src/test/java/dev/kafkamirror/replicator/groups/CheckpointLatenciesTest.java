package dev.kafkamirror.replicator.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.mm2.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CheckpointLatenciesTest {
  private static final Checkpoint ONE = checkpoint(1);
  private static final Checkpoint TWO = checkpoint(2);

  private final CheckpointLatencies latencies = new CheckpointLatencies();

  @Test
  void eachPartitionOfAGroupHasItsOwn() {
    latencies.wrote(Map.of("g", Set.of(ONE, TWO)), plans("g", ONE, TWO), 10, 0);
    latencies.wrote(Map.of("g", Set.of(ONE)), plans("g", ONE, TWO), 30, 1_000);

    var ofGroup = latencies.summaries(1_000).get("g");
    assertThat(ofGroup.get(ONE.remote()).mean()).isEqualTo(20);
    assertThat(ofGroup.get(ONE.remote()).last()).isEqualTo(30);
    assertThat(ofGroup.get(TWO.remote()).mean()).isEqualTo(10);
  }

  @Test
  void groupsAndPartitionsThatAreNoLongerCarriedOverAreForgotten() {
    latencies.wrote(Map.of("g", Set.of(ONE, TWO)), plans("g", ONE, TWO), 10, 0);

    latencies.wrote(Map.of(), plans("g", TWO), 5, 1_000);
    assertThat(latencies.summaries(1_000).get("g")).containsOnlyKeys(TWO.remote());

    latencies.wrote(Map.of(), plans("other", TWO), 5, 2_000);
    assertThat(latencies.summaries(2_000)).isEmpty();
  }

  private static Map<String, GroupPlan> plans(String group, Checkpoint... checkpoints) {
    return Map.of(
        group,
        new GroupPlan(List.of(checkpoints), new GroupResult(GroupState.Synced, 1, 1, 0, null)));
  }

  private static Checkpoint checkpoint(int partition) {
    return new Checkpoint(new TopicPartition("east.orders", partition), 5, 5, "");
  }
}
