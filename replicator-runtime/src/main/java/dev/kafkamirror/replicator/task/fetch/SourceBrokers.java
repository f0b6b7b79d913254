package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.replicator.wire.SourceConnection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.Node;

/**
 * Where each partition is fetched: from which broker, and on which of the two connections to it. A
 * broker works on one request of a connection at a time, and a fetch waits there until there are
 * records. Who comes meanwhile is fetched aside, where answers come soon, and with the others once
 * these are answered. Never on both: what one has fetched the other would fetch again.
 */
final class SourceBrokers {
  private final Map<Integer, SourceBroker> brokers = new HashMap<>();
  private final Map<SourcePartition, SourceBroker> places = new HashMap<>();

  /**
   * Gives a partition its place for now, and takes it away from where it was.
   *
   * @param node broker that has it
   */
  SourceBroker place(SourceConnection connection, SourcePartition partition, Node node) {
    SourceBroker broker = brokers.computeIfAbsent(node.id(), _ -> SourceBroker.withAside());
    broker.isAt(node);
    SourceBroker now = choose(broker, places.get(partition));
    if (places.get(partition) != now) {
      leave(connection, partition);
      places.put(partition, now);
    }
    return now;
  }

  /**
   * @param before where the partition was, null for nowhere
   */
  static SourceBroker choose(SourceBroker broker, SourceBroker before) {
    SourceBroker aside = broker.aside();
    boolean answerDue = before == aside && aside.isFetching();
    boolean mustWait = before != broker && broker.isWaitingForRecords();
    return answerDue || mustWait ? aside : broker;
  }

  /** It is fetched nowhere from now on. */
  void leave(SourceConnection connection, SourcePartition partition) {
    SourceBroker broker = places.remove(partition);
    if (broker != null) {
      connection.leaveOut(broker.node(), partition.source());
      broker.remove(partition);
    }
  }

  /** Whether it is fetched on this connection. */
  boolean isAt(SourceBroker broker, SourcePartition partition) {
    return places.get(partition) == broker;
  }

  /** Every connection. */
  List<SourceBroker> all() {
    return brokers.values().stream().flatMap(b -> Stream.of(b, b.aside())).distinct().toList();
  }

  /** Those aside, who may go on with the others when a connection of this broker has answered. */
  Set<SourcePartition> aside(SourceBroker answered) {
    SourceBroker broker = brokers.get(answered.id());
    return broker.aside() == broker ? Set.of() : new LinkedHashSet<>(broker.aside().all());
  }
}
