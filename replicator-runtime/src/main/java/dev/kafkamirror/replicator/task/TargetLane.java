package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.wire.Leader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Node;

/** One connection to a broker of the target, and the partitions that wait for it. */
final class TargetLane {

  /** A partition that has something for its leader. */
  record Waiting(PartitionQueue queue, Leader leader) {}

  private final Node node;
  private final Map<PartitionQueue, Leader> ready = new LinkedHashMap<>();
  private final Map<PartitionQueue, Leader> withoutEnd = new LinkedHashMap<>();

  TargetLane(Node node) {
    this.node = node;
  }

  Node node() {
    return node;
  }

  /** The partition has a batch to send, or wants to know where its log ends. */
  void add(Waiting partition) {
    PartitionQueue queue = partition.queue();
    (queue.needsEnd() ? withoutEnd : ready).put(queue, partition.leader());
  }

  boolean isIdle() {
    return ready.isEmpty() && withoutEnd.isEmpty();
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
   * Takes the partition that has waited for longest, if its next batch has no more than so many
   * bytes.
   */
  Optional<Waiting> takeReady(long mostBytes) {
    for (Iterator<Map.Entry<PartitionQueue, Leader>> it = ready.entrySet().iterator();
        it.hasNext(); ) {
      Map.Entry<PartitionQueue, Leader> first = it.next();
      Optional<OutgoingBatch> next = first.getKey().next(node.id());
      if (next.isPresent() && next.get().size() > mostBytes) {
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
