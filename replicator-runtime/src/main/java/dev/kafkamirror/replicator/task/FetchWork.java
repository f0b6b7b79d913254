package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.wire.FetchResult;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.PartitionOffset;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The fetching half of a task: one fetch at a time from each leader, of every partition that has
 * room. A partition without room, or in trouble, is left out; the others go on.
 */
final class FetchWork implements EventLoop.Work<SourceConnection>, AutoCloseable {
  private static final long IDLE_MS = 1_000;
  private static final int MOST_FETCH_WAIT_MS = 500;

  /** A left out partition comes back in the next fetch, so that one must not wait for long. */
  private static final int FETCH_WAIT_WITHOUT_SOME_MS = 20;

  private static final int LEAST_FETCH_BYTES = 64 << 10;
  private static final long REST_OF_BROKER_MS = 100;

  /** Takes over what was fetched. */
  interface Sink {
    /**
     * @param nextOffset source offset after everything that was fetched
     */
    void deliver(PartitionProgress to, List<OutgoingBatch> batches, long nextOffset, int epoch);
  }

  /** What one broker is to be asked for in this turn. */
  private static final class Ask {
    final Map<SourcePartition, Leader> fetch = new LinkedHashMap<>();
    final Map<SourcePartition, Leader> offsets = new LinkedHashMap<>();
    boolean leavesSomeOut;
  }

  private final TaskLimits limits;
  private final MemoryBudget budget;
  private final Sink sink;
  private final LongSupplier clock;
  private final RandomGenerator random;
  private final BatchConverter converter;
  private final Map<TopicPartition, SourcePartition> partitions = new LinkedHashMap<>();
  private final Set<Integer> fetching = new HashSet<>();
  private final Map<Integer, Long> restingUntilMs = new HashMap<>();
  private boolean paused;
  private boolean changed;
  private volatile boolean starved;

  FetchWork(
      TaskLimits limits,
      MemoryBudget budget,
      Sink sink,
      LongSupplier clock,
      RandomGenerator random) {
    this.limits = limits;
    this.budget = budget;
    this.sink = sink;
    this.clock = clock;
    this.random = random;
    this.converter = new BatchConverter(budget);
  }

  void add(PartitionProgress progress) {
    partitions.put(progress.order().source(), new SourcePartition(progress, random));
    changed = true;
  }

  /** What is still on its way for it is dropped. */
  void remove(TopicPartition source) {
    partitions.remove(source);
    changed = true;
  }

  void paused(boolean now) {
    paused = now;
  }

  /** Whether partitions wait for memory. Any thread may ask. */
  boolean isStarved() {
    return starved;
  }

  @Override
  public long turn(SourceConnection connection, long nowMs) {
    if (changed) {
      connection.watch(partitions.keySet().stream().map(TopicPartition::topic).toList());
      budget.partitions(partitions.size());
      changed = false;
    }
    long wait = IDLE_MS;
    // Already true while it is being found out: memory may become free meanwhile.
    starved = true;
    boolean someStarved = false;
    Map<Node, Ask> asks = new HashMap<>();
    for (SourcePartition partition : partitions.values()) {
      if (partition.isAsking() || partition.progress().isFailed()) {
        continue;
      }
      long rest = partition.restMs(nowMs);
      if (rest > 0) {
        wait = Math.min(wait, rest);
        continue;
      }
      someStarved |= !plan(connection, partition, asks, nowMs);
    }
    starved = someStarved;
    for (Map.Entry<Node, Ask> ask : asks.entrySet()) {
      wait = Math.min(wait, ask(connection, ask.getKey(), ask.getValue(), asks.size(), nowMs));
    }
    return wait;
  }

  /** Returns false when the partition is left out for lack of memory. */
  private boolean plan(
      SourceConnection connection, SourcePartition partition, Map<Node, Ask> asks, long nowMs) {
    Optional<Leader> found = connection.leader(partition.source());
    if (found.isEmpty()) {
      noLeader(connection, partition, nowMs);
      return true;
    }
    Leader leader = found.get();
    partition.hasLeader();
    if (!partition.isSameTopic(leader)) {
      return true;
    }
    Ask ask = asks.computeIfAbsent(leader.node(), n -> new Ask());
    if (partition.offsetToAskFor().isPresent()) {
      ask.offsets.put(partition, leader);
    } else if (!paused) {
      if (budget.room(partition.progress().held()) <= 0) {
        ask.leavesSomeOut = true;
        return false;
      }
      ask.fetch.put(partition, leader);
    }
    return true;
  }

  private static void noLeader(SourceConnection connection, SourcePartition partition, long nowMs) {
    connection.refresh();
    connection
        .topicError(partition.source().topic())
        .ifPresentOrElse(
            error -> partition.retry(Trouble.atSource(partition.source(), error), nowMs),
            () -> partition.withoutLeader(nowMs));
  }

  /** Returns how long to wait at most until the broker can be asked what could not be asked now. */
  private long ask(SourceConnection connection, Node node, Ask ask, int brokers, long nowMs) {
    boolean fetch = !ask.fetch.isEmpty() && !fetching.contains(node.id());
    if (!fetch && ask.offsets.isEmpty()) {
      return IDLE_MS;
    }
    long rest = restingUntilMs.getOrDefault(node.id(), nowMs) - nowMs;
    if (rest > 0) {
      return rest;
    }
    if (!connection.ready(node)) {
      return connection.delayMs(node);
    }
    if (!ask.offsets.isEmpty()) {
      askForOffsets(connection, node, ask.offsets);
      return 0;
    }
    fetch(connection, node, ask, brokers);
    return IDLE_MS;
  }

  private void askForOffsets(
      SourceConnection connection, Node node, Map<SourcePartition, Leader> all) {
    long which = all.keySet().iterator().next().offsetToAskFor().orElseThrow();
    Map<TopicPartition, Leader> request = new HashMap<>();
    List<SourcePartition> asked = new ArrayList<>();
    all.forEach(
        (partition, leader) -> {
          OptionalLong wanted = partition.offsetToAskFor();
          if (wanted.getAsLong() == which) {
            request.put(partition.source(), leader);
            asked.add(partition);
            partition.asked();
          }
        });
    connection.listOffsets(
        node, request, which, found -> offsetsFound(connection, asked, which, found));
  }

  private void offsetsFound(
      SourceConnection connection,
      List<SourcePartition> asked,
      long which,
      Map<TopicPartition, PartitionOffset> found) {
    for (SourcePartition partition : asked) {
      partition.answered();
      PartitionOffset offset = found.get(partition.source());
      if (offset == null || offset.error() != null) {
        failed(connection, partition, offset == null ? missing(partition) : offset.error());
      } else {
        partition.offsetFound(which, offset.offset(), clock.getAsLong());
      }
    }
  }

  private static ApiException missing(SourcePartition partition) {
    return new UnknownTopicOrPartitionException("The broker left out " + partition.source());
  }

  private void failed(SourceConnection connection, SourcePartition partition, ApiException error) {
    connection.refresh();
    partition.retry(Trouble.atSource(partition.source(), error), clock.getAsLong());
  }

  private void fetch(SourceConnection connection, Node node, Ask ask, int brokers) {
    int most = Math.min(limits.partitionBytes(), connection.maxPartitionBytes());
    Map<TopicPartition, SourceConnection.Wanted> wanted = new LinkedHashMap<>();
    ask.fetch.forEach(
        (partition, leader) -> {
          long room = budget.room(partition.progress().held());
          wanted.put(
              partition.source(),
              new SourceConnection.Wanted(
                  leader, partition.offset(), partition.leaderEpoch(), Math.clamp(room, 1, most)));
          partition.asked();
        });
    int least = Math.min(LEAST_FETCH_BYTES, limits.fetchBytes());
    int bytes = Math.clamp(budget.free() / (2L * brokers), least, limits.fetchBytes());
    int waitMs =
        Math.min(
            connection.maxWaitMs(),
            ask.leavesSomeOut ? FETCH_WAIT_WITHOUT_SOME_MS : MOST_FETCH_WAIT_MS);
    fetching.add(node.id());
    Set<SourcePartition> asked = ask.fetch.keySet();
    connection.fetch(
        node, wanted, waitMs, bytes, result -> fetched(connection, node, asked, result));
  }

  private void fetched(
      SourceConnection connection, Node node, Set<SourcePartition> asked, FetchResult result) {
    fetching.remove(node.id());
    asked.forEach(SourcePartition::answered);
    if (result.error() != null) {
      // The whole broker is in trouble; that shows in the task's health, and in a new leader.
      restingUntilMs.put(node.id(), clock.getAsLong() + REST_OF_BROKER_MS);
      return;
    }
    restingUntilMs.remove(node.id());
    long bytes = result.partitions().stream().mapToLong(p -> p.records().remaining()).sum();
    FetchBuffer memory = new FetchBuffer(budget, bytes);
    List<Runnable> deliveries = new ArrayList<>();
    for (FetchResult.Partition fetched : result.partitions()) {
      SourcePartition partition = partitions.get(fetched.partition());
      if (partition != null && asked.remove(partition)) {
        deliveries.addAll(take(connection, partition, fetched, memory));
      }
    }
    // What the broker did not mention has no news and no error.
    asked.forEach(SourcePartition::recovered);
    // From the first delivery on, the memory belongs to the producing loop.
    memory.seal();
    deliveries.forEach(Runnable::run);
  }

  private List<Runnable> take(
      SourceConnection connection,
      SourcePartition partition,
      FetchResult.Partition fetched,
      FetchBuffer memory) {
    if (fetched.error() instanceof OffsetOutOfRangeException) {
      partition.outOfRange();
      return List.of();
    }
    if (fetched.error() != null) {
      failed(connection, partition, fetched.error());
      return List.of();
    }
    if (fetched.divergesAt() >= 0) {
      partition.truncated(fetched.divergesAt());
      return List.of();
    }
    PartitionProgress progress = partition.progress();
    progress.sourceEnd(fetched.endOffset());
    BatchConverter.Converted converted =
        converter.convert(fetched, memory, partition.offset(), partition.leaderEpoch());
    boolean moved = converted.nextOffset() > partition.offset();
    partition.advance(converted.nextOffset(), converted.leaderEpoch());
    if (converted.corrupt() != null) {
      partition.retry(Trouble.atSource(partition.source(), converted.corrupt()), clock.getAsLong());
    }
    if (!moved) {
      return List.of();
    }
    long size = converted.batches().stream().mapToLong(OutgoingBatch::size).sum();
    progress.hold(size);
    return List.of(
        () ->
            sink.deliver(
                progress, converted.batches(), converted.nextOffset(), converted.leaderEpoch()));
  }

  @Override
  public void close() {
    converter.close();
  }
}
