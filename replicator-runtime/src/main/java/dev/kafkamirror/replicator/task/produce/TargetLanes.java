package dev.kafkamirror.replicator.task.produce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;

/**
 * Spreads partitions over several connections to each broker: a broker works on one request of a
 * connection at a time, and with acks=all that lasts until its followers have it. A partition keeps
 * to its connection, as batches on two could overtake each other.
 */
final class TargetLanes {

  /** How a further connection to a broker is named. */
  @FunctionalInterface
  interface Naming {
    Node lane(Node broker, int number);
  }

  private record Binding(int broker, int lane) {}

  private final int lanesPerBroker;
  private final Map<PartitionQueue, Binding> bindings = new HashMap<>();
  private final Map<Integer, int[]> partitionsPerLane = new HashMap<>();
  private final Map<Integer, TargetLane> lanes = new HashMap<>();

  TargetLanes(int lanesPerBroker) {
    this.lanesPerBroker = lanesPerBroker;
  }

  /** The lane of a partition to its leader: always the same while the leader does not change. */
  TargetLane of(PartitionQueue queue, Node leader, Naming naming) {
    Binding binding = bindings.get(queue);
    if (binding == null || binding.broker() != leader.id()) {
      forget(queue);
      binding = new Binding(leader.id(), emptiest(leader.id()));
      bindings.put(queue, binding);
      partitionsPerLane.get(leader.id())[binding.lane()]++;
    }
    Node node = naming.lane(leader, binding.lane());
    TargetLane lane = lanes.computeIfAbsent(node.id(), _ -> new TargetLane());
    lane.isAt(node);
    return lane;
  }

  private int emptiest(int broker) {
    int[] counts = partitionsPerLane.computeIfAbsent(broker, _ -> new int[lanesPerBroker]);
    int best = 0;
    for (int lane = 1; lane < counts.length; lane++) {
      if (counts[lane] < counts[best]) {
        best = lane;
      }
    }
    return best;
  }

  /** The partition is gone, or another broker leads it. */
  void forget(PartitionQueue queue) {
    Binding binding = bindings.remove(queue);
    if (binding != null) {
      partitionsPerLane.get(binding.broker())[binding.lane()]--;
    }
  }

  Collection<TargetLane> all() {
    return lanes.values();
  }

  /** Takes everybody who waits, as leaders or addresses may be others now. */
  List<PartitionQueue> takeAll() {
    List<PartitionQueue> waiting = new ArrayList<>();
    lanes.values().forEach(lane -> waiting.addAll(lane.takeAll()));
    return waiting;
  }
}
