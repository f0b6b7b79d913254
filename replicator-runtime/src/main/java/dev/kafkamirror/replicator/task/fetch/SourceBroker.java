package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.wire.ClusterConnection;
import dev.kafkamirror.replicator.wire.Leader;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Node;

/**
 * One connection to a leader of the source and its partitions: each is fetched, or left out for
 * lack of memory, or waits for its offset, or is none of its business.
 */
final class SourceBroker {
  private static final int MOST_FETCH_WAIT_MS = 500;

  /** Who is left out or aside comes in the next fetch, so that one must not wait for long. */
  private static final int LEAST_FETCH_WAIT_MS = 20;

  private static final long REST_MS = 100;
  private static final int LEAST_PARTITION_BYTES = 256 << 10;

  private final Set<SourcePartition> fetched = new LinkedHashSet<>();

  /** Of the fetched, those with bytes in memory. */
  private final Set<SourcePartition> holding = new LinkedHashSet<>();

  /** Of the fetched, those with more at the source than was fetched. */
  private final Set<SourcePartition> behind = new HashSet<>();

  /** Of the fetched, those that no fetch was sent for yet, and those of the fetch on its way. */
  private Set<SourcePartition> joined = new LinkedHashSet<>();

  private Set<SourcePartition> asked = new LinkedHashSet<>();

  /** Left out, and since when. */
  private final Map<SourcePartition, Long> full = new LinkedHashMap<>();

  private final Map<SourcePartition, Leader> withoutOffset = new LinkedHashMap<>();

  /** The connection that always answers soon; null when that is this one. */
  private final SourceBroker aside;

  private Node node;
  private int id;
  private boolean fetching;
  private long waitMs;
  private long restUntilMs;
  private final FetchSize size = new FetchSize();

  private SourceBroker(SourceBroker aside) {
    this.aside = aside;
  }

  /**
   * The connection to a broker whose fetches wait for records, and with it the one that always
   * answers soon. This one is the broker's own, as metadata is asked for there.
   */
  static SourceBroker withAside() {
    return new SourceBroker(new SourceBroker(null));
  }

  /** The connection to the same broker that always answers soon; itself where there can be none. */
  SourceBroker aside() {
    return aside == null || aside.node.equals(node) ? this : aside;
  }

  Node node() {
    return node;
  }

  /** The broker's own id, whichever connection to it this is. */
  int id() {
    return id;
  }

  /** Where the broker is to be reached from now on. */
  void isAt(Node broker) {
    id = broker.id();
    if (aside == null) {
      node = broker;
    } else {
      node = ClusterConnection.lane(broker, 1);
      aside.isAt(broker);
    }
  }

  /** The partition is fetched from now on. */
  void fetch(SourcePartition partition) {
    full.remove(partition);
    withoutOffset.remove(partition);
    if (fetched.add(partition)) {
      joined.add(partition);
    }
    if (partition.progress().held() > 0) {
      holding.add(partition);
    }
  }

  /** It has too much in memory. */
  void leaveOut(SourcePartition partition, long nowMs) {
    remove(partition);
    full.put(partition, nowMs);
  }

  /** Its offset must be asked for. */
  void wantOffset(SourcePartition partition, Leader leader) {
    remove(partition);
    withoutOffset.put(partition, leader);
  }

  /** It is no longer to be fetched from here. */
  void remove(SourcePartition partition) {
    fetched.remove(partition);
    holding.remove(partition);
    behind.remove(partition);
    joined.remove(partition);
    asked.remove(partition);
    full.remove(partition);
    withoutOffset.remove(partition);
  }

  /** Whether it is fetched from here, so that an answer about it counts. */
  boolean isFetched(SourcePartition partition) {
    return fetched.contains(partition);
  }

  /** Whether there is something to fetch and no fetch on its way. */
  boolean canFetch() {
    return !fetching && !fetched.isEmpty();
  }

  boolean isFetching() {
    return fetching;
  }

  /** Whether the answer may take as long as there are no records. */
  boolean isWaitingForRecords() {
    return fetching && waitMs > LEAST_FETCH_WAIT_MS;
  }

  private boolean isEmpty() {
    return fetched.isEmpty() && full.isEmpty() && withoutOffset.isEmpty();
  }

  /** All that have their place here. */
  Set<SourcePartition> all() {
    Set<SourcePartition> all = new LinkedHashSet<>(fetched);
    all.addAll(full.keySet());
    all.addAll(withoutOffset.keySet());
    return all;
  }

  boolean leavesSomeOut() {
    return !full.isEmpty();
  }

  /** Whether there is more of it at the source, as the last answer tells. */
  void isBehind(SourcePartition partition, boolean behindNow) {
    if (behindNow) {
      behind.add(partition);
    } else {
      behind.remove(partition);
    }
  }

  /**
   * Most bytes of one partition in a response: a share for each that is behind, so that the target
   * gets many in one request; all of it for a single one.
   */
  int partitionBytes(int fetchBytes) {
    // A power of two: what changes must be told to the broker for each partition.
    int share = Integer.highestOneBit(fetchBytes / Math.max(1, behind.size()));
    return Math.max(share, Math.min(fetchBytes, LEAST_PARTITION_BYTES));
  }

  /** Those that are fetched and should not be, by their bytes in memory. */
  List<SourcePartition> withoutRoom(MemoryBudget budget) {
    holding.removeIf(partition -> partition.progress().held() == 0);
    return holding.stream().filter(p -> budget.room(p.progress().held()) <= 0).toList();
  }

  /** Those that are left out and need not be in the next fetch, if it can be sent now. */
  List<SourcePartition> withRoomAgain(MemoryBudget budget) {
    if (fetching || full.isEmpty()) {
      return List.of();
    }
    return full.keySet().stream()
        .filter(partition -> budget.hasRoomAgain(partition.progress().held()))
        .toList();
  }

  /** How long the next fetch may wait for records, ms: the longer the longer it was in vain. */
  int fetchWaitMs(long nowMs) {
    boolean inAHurry = aside == null || !aside.isEmpty();
    long wait = inAHurry ? LEAST_FETCH_WAIT_MS : MOST_FETCH_WAIT_MS;
    for (long since : full.values()) {
      wait = Math.min(wait, Math.max(LEAST_FETCH_WAIT_MS, nowMs - since));
    }
    return (int) wait;
  }

  FetchSize size() {
    return size;
  }

  /** A fetch of all that are fetched is on its way, and may wait so long for records. */
  void fetchSent(int forMs) {
    fetching = true;
    waitMs = forMs;
    asked = joined;
    joined = new LinkedHashSet<>();
  }

  /**
   * The answer to it is there.
   *
   * @return whom it was the first one for, and who is still fetched
   */
  Collection<SourcePartition> fetchAnswered() {
    fetching = false;
    size.answered();
    return asked;
  }

  /** The answer told nothing of these: the next one counts as their first. */
  void joinAgain(Collection<SourcePartition> partitions) {
    partitions.stream().filter(fetched::contains).forEach(joined::add);
  }

  /** There will be no answer: the whole broker is in trouble. */
  void fetchFailed(long nowMs) {
    fetching = false;
    size.failed();
    joined.addAll(asked);
    restUntilMs = nowMs + REST_MS;
  }

  /** How long it is to be left alone, ms. */
  long restMs(long nowMs) {
    return Math.max(0, restUntilMs - nowMs);
  }

  boolean wantsOffsets() {
    return !withoutOffset.isEmpty();
  }

  /** Takes those that want the same offset as the first one: earliest, latest. */
  Map<SourcePartition, Leader> takeWithoutOffset() {
    Map<SourcePartition, Leader> same = new LinkedHashMap<>();
    long which = withoutOffset.keySet().iterator().next().offsetToAskFor().orElseThrow();
    withoutOffset.forEach(
        (partition, leader) -> {
          if (partition.offsetToAskFor().orElseThrow() == which) {
            same.put(partition, leader);
          }
        });
    same.keySet().forEach(withoutOffset::remove);
    return same;
  }
}
