package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.Leader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.Node;

/** One connection to a broker of the target, and the partitions that wait for it. */
final class TargetLane {

  /** A partition that has something for its leader. */
  record Waiting(PartitionQueue queue, Leader leader) {}

  private final Map<PartitionQueue, Leader> ready = new LinkedHashMap<>();
  private final Map<PartitionQueue, Leader> withoutEnd = new LinkedHashMap<>();

  private Node node;
  private boolean asking;

  Node node() {
    return node;
  }

  /** Where the broker is to be reached from now on. */
  void isAt(Node now) {
    node = now;
  }

  /** The partition has a batch to send, or wants to know where its log ends. */
  void add(Waiting partition) {
    PartitionQueue queue = partition.queue();
    (queue.needsEnd() ? withoutEnd : ready).put(queue, partition.leader());
  }

  /** Whether there is something to send, as far as this side is concerned. */
  boolean canSend() {
    return !asking && !(ready.isEmpty() && withoutEnd.isEmpty());
  }

  /** Ends are asked for in two steps; nothing may come between them. */
  void asking(boolean now) {
    asking = now;
  }

  /** Takes those whose end is wanted. */
  Map<PartitionQueue, Leader> takeWithoutEnd() {
    Map<PartitionQueue, Leader> all = new LinkedHashMap<>(withoutEnd);
    withoutEnd.clear();
    all.keySet().removeIf(queue -> !queue.needsEnd());
    return all;
  }

  /** Takes everybody, to be planned anew. */
  Set<PartitionQueue> takeAll() {
    Set<PartitionQueue> all = new LinkedHashSet<>(ready.keySet());
    all.addAll(withoutEnd.keySet());
    ready.clear();
    withoutEnd.clear();
    return all;
  }

  /**
   * Takes the partition that has waited for longest, if its next batch may go now.
   *
   * @param mayGo whether a batch may
   */
  Optional<Waiting> takeReady(Predicate<OutgoingBatch> mayGo) {
    for (Iterator<Map.Entry<PartitionQueue, Leader>> it = ready.entrySet().iterator();
        it.hasNext(); ) {
      Map.Entry<PartitionQueue, Leader> first = it.next();
      Optional<OutgoingBatch> next = first.getKey().next(node.id());
      if (next.isPresent() && !mayGo.test(next.get())) {
        return Optional.empty();
      }
      it.remove();
      if (next.isPresent()) {
        return Optional.of(new Waiting(first.getKey(), first.getValue()));
      }
    }
    return Optional.empty();
  }
}
