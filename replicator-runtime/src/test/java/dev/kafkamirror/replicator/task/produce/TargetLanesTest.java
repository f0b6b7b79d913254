package dev.kafkamirror.replicator.task.produce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.wire.ClusterConnection;
import dev.kafkamirror.replicator.wire.Leader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TargetLanesTest {
  private static final Node ONE = new Node(1, "one", 9092);
  private static final Node TWO = new Node(2, "two", 9092);

  private final TargetLanes lanes = new TargetLanes(2);

  @Test
  void spreadsThePartitionsOfEachBrokerEvenly() {
    List<Node> ofOne = new ArrayList<>();
    List<Node> ofTwo = new ArrayList<>();
    for (int p = 0; p < 8; p++) {
      (p % 2 == 0 ? ofOne : ofTwo).add(lane(queue(p), p % 2 == 0 ? ONE : TWO).node());
    }

    for (List<Node> nodes : List.of(ofOne, ofTwo)) {
      assertThat(nodes.stream().distinct())
          .hasSize(2)
          .allSatisfy(node -> assertThat(nodes.stream().filter(node::equals)).hasSize(2));
    }
    assertThat(ofOne).doesNotContainAnyElementsOf(ofTwo);
    assertThat(ofOne).allSatisfy(node -> assertThat(node.host()).isEqualTo("one"));
  }

  @Test
  void keepsAPartitionOnItsConnection() {
    PartitionQueue first = queue(0);
    TargetLane lane = lane(first, ONE);
    lane(queue(1), ONE);

    assertThat(lane(first, ONE)).isSameAs(lane);
    lanes.takeAll();
    assertThat(lane(first, ONE).node()).isEqualTo(lane.node());
  }

  @Test
  void fillsTheConnectionOfOneThatIsGone() {
    PartitionQueue first = queue(0);
    Node free = lane(first, ONE).node();
    lane(queue(1), ONE);

    lanes.forget(first);
    lanes.forget(first);

    assertThat(lane(queue(2), ONE).node()).isEqualTo(free);
  }

  @Test
  void takesBackWhoeverWaits() {
    PartitionQueue first = queue(0);
    PartitionQueue second = queue(1);
    lane(first, ONE).add(new TargetLane.Waiting(first, leader(ONE)));
    lane(second, TWO).add(new TargetLane.Waiting(second, leader(TWO)));

    assertThat(lanes.takeAll()).containsExactlyInAnyOrder(first, second);
    assertThat(lanes.takeAll()).isEmpty();
  }

  private TargetLane lane(PartitionQueue queue, Node leader) {
    return lanes.of(queue, leader, ClusterConnection::lane);
  }

  private static Leader leader(Node node) {
    return new Leader(node, 0, Uuid.ZERO_UUID);
  }

  private static PartitionQueue queue(int partition) {
    var order =
        new CopyOrder(
            new TopicPartition("t", partition), new TopicPartition("east.t", partition), 0);
    return PartitionQueueTest.withoutMerging(
        new PartitionProgress(order, () -> 0), new MemoryBudget(1, 1));
  }
}
