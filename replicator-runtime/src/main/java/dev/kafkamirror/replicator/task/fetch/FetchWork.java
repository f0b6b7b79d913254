package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.api.v1alpha1.IsolationLevel;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.task.Agenda;
import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.measure.FetchMeter;
import dev.kafkamirror.replicator.task.measure.TaskMeasures.Fetches;
import dev.kafkamirror.replicator.task.memory.FetchBuffer;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.FetchResult;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * The fetching half of a task: one fetch at a time from each leader, of every partition that has
 * room. A partition without room, or in trouble, is left out; the others go on.
 */
public final class FetchWork implements AutoCloseable {
  private static final long IDLE_MS = 1_000;

  /** Takes over what was fetched. */
  public interface Sink {
    /**
     * @param nextOffset source offset after everything that was fetched
     */
    void deliver(PartitionProgress to, List<OutgoingBatch> batches, long nextOffset, int epoch);

    /** What is delivered from now on follows its position again. */
    void startAgain(PartitionProgress of);
  }

  private final TaskLimits limits;
  private final MemoryBudget budget;
  private final Sink sink;
  private final LongSupplier clock;
  private final RandomGenerator random;
  private final Intake intake;
  private final OffsetLookup offsets;
  private final SourceEnds ends;
  private final Map<TopicPartition, SourcePartition> partitions = new HashMap<>();
  private final SourceBrokers brokers = new SourceBrokers();
  private final Agenda<SourcePartition> agenda = new Agenda<>();
  private final Pace pace = new Pace();
  private final Priorities priorities = new Priorities();
  private final FetchMeter meter = new FetchMeter();

  /** Those whose topic's limit is used up for now. */
  private final Set<SourcePartition> heldBack = new HashSet<>();

  private CopyPolicy policy = CopyPolicy.DEFAULT;
  private int metadataVersion = -1;
  private boolean paused;
  private boolean changed;
  private volatile boolean starved;

  /**
   * @param loop runs something on the fetching loop
   * @param clock monotonic time, ms
   */
  public FetchWork(
      TaskLimits limits,
      MemoryBudget budget,
      Sink sink,
      OtherDirection other,
      Executor loop,
      LongSupplier clock,
      RandomGenerator random) {
    this.limits = limits;
    this.budget = budget;
    this.sink = sink;
    this.clock = clock;
    this.random = random;
    this.intake = new Intake(budget, sink, other, loop, clock, agenda, priorities);
    this.offsets = new OffsetLookup(clock, this::offsetKnown);
    this.ends = new SourceEnds(clock);
  }

  public void add(PartitionProgress progress) {
    SourcePartition partition = new SourcePartition(progress, policy, random);
    partitions.put(partition.source(), partition);
    agenda.add(partition);
    changed = true;
  }

  /** What is still on its way for it is dropped. */
  public void remove(TopicPartition source) {
    SourcePartition partition = partitions.remove(source);
    priorities.removed(partition);
    agenda.add(partition);
    changed = true;
  }

  /** Fetches everything behind its position again. */
  public void again(PartitionProgress progress) {
    SourcePartition now = partitions.get(progress.order().source());
    if (now != null && now.progress() == progress) {
      // Another one takes its place, so that no answer on its way to it counts.
      remove(now.source());
      sink.startAgain(progress);
      add(progress);
    }
  }

  /** Another policy, for all partitions. */
  public void apply(CopyPolicy now) {
    policy = now;
    partitions.values().forEach(partition -> partition.policy(now));
    partitions.values().forEach(this::followSkip);
    changed = true;
    agenda.addAll(partitions.values());
  }

  /** The position follows an offset that has moved without records. */
  private void followSkip(SourcePartition partition) {
    if (partition.takeSkip()) {
      sink.deliver(partition.progress(), List.of(), partition.offset(), partition.leaderEpoch());
    }
  }

  public void paused(boolean now) {
    paused = now;
  }

  /** What it has measured. Any thread may ask. */
  public Fetches measures(long nowMs) {
    return meter.measures(nowMs);
  }

  /** Whether partitions wait for memory. Any thread may ask. */
  public boolean isStarved() {
    return starved;
  }

  /**
   * Sends what can be sent.
   *
   * @param nowMs monotonic time
   * @return longest time that may pass until the next turn when nothing happens, ms
   */
  public long turn(SourceConnection connection, long nowMs) {
    if (changed || connection.metadataVersion() != metadataVersion) {
      pace.follow(policy, partitions.keySet(), connection::partitions, nowMs);
    }
    if (changed) {
      connection.watch(partitions.keySet().stream().map(TopicPartition::topic).toList());
      budget.partitions(partitions.size());
      changed = false;
    }
    if (connection.metadataVersion() != metadataVersion) {
      metadataVersion = connection.metadataVersion();
      agenda.addAll(partitions.values());
    }
    // Already true while it is being found out: memory may become free meanwhile.
    starved = true;
    brokers.all().forEach(broker -> agenda.addAll(broker.withRoomAgain(budget)));
    agenda.takeDue(nowMs).forEach(partition -> plan(connection, partition, nowMs));
    long wait = Math.min(IDLE_MS, ends.turn(connection, partitions, readsCommitted(), nowMs));
    for (SourceBroker broker : brokers.all()) {
      wait = Math.min(wait, serve(connection, broker, nowMs));
    }
    starved = brokers.all().stream().anyMatch(SourceBroker::leavesSomeOut);
    meter.turned(starved, !heldBack.isEmpty() || pace.waitMs(nowMs) > 0, nowMs);
    return agenda.waitMs(nowMs, wait);
  }

  /** Puts a partition where it belongs now: to a broker, to those who wait, or nowhere. */
  private void plan(SourceConnection connection, SourcePartition partition, long nowMs) {
    heldBack.remove(partition);
    if (partitions.get(partition.source()) != partition || partition.progress().isFailed()) {
      leave(connection, partition);
      return;
    }
    if (partition.isAsking()) {
      return;
    }
    if (partition.isLearning()) {
      leave(connection, partition);
      return;
    }
    if (partition.restMs(nowMs) == 0) {
      planWithLeader(connection, partition, nowMs);
    } else {
      leave(connection, partition);
    }
    long rest = partition.restMs(nowMs);
    if (rest > 0) {
      agenda.addAt(partition, nowMs + rest);
    }
  }

  private void planWithLeader(SourceConnection connection, SourcePartition partition, long nowMs) {
    Optional<Leader> found = connection.leader(partition.source());
    if (found.isEmpty()) {
      leave(connection, partition);
      noLeader(connection, partition, nowMs);
      return;
    }
    Leader leader = found.get();
    partition.hasLeader();
    if (!partition.isSameTopic(leader, nowMs)) {
      leave(connection, partition);
      return;
    }
    long yield = yieldMs(partition, nowMs);
    if (yield > 0) {
      leave(connection, partition);
      agenda.addAt(partition, nowMs + yield);
      return;
    }
    Node node = nodeFor(connection, partition, leader, nowMs);
    SourceBroker broker = brokers.place(connection, partition, node);
    if (partition.offsetToAskFor().isPresent()) {
      connection.leaveOut(broker.node(), partition.source());
      broker.wantOffset(partition, leader);
    } else {
      fetchFrom(connection, broker, partition, leader);
    }
  }

  /** How long others go first, by its topic's limit or their priority. */
  private long yieldMs(SourcePartition partition, long nowMs) {
    long throttled = pace.waitMs(partition.source().topic(), nowMs);
    if (throttled > 0) {
      heldBack.add(partition);
    }
    return throttled > 0 ? throttled : priorities.yieldMs(partition, nowMs);
  }

  /** Its leader, or the replica that this one has named; only the leader knows offsets. */
  private static Node nodeFor(
      SourceConnection connection, SourcePartition partition, Leader leader, long nowMs) {
    OptionalInt replica = partition.replica(nowMs);
    return replica.isPresent() && partition.offsetToAskFor().isEmpty()
        ? connection.broker(replica.getAsInt()).orElse(leader.node())
        : leader.node();
  }

  private void fetchFrom(
      SourceConnection connection, SourceBroker broker, SourcePartition partition, Leader leader) {
    long most =
        Math.min(
            Math.min(limits.partitionBytes(), connection.maxPartitionBytes()),
            pace.most(partition.source().topic()));
    var wanted =
        new SourceConnection.Wanted(
            leader,
            partition.offset(),
            partition.leaderEpoch(),
            (int) Math.min(most, broker.partitionBytes(limits.fetchBytes())));
    connection.want(broker.node(), partition.source(), wanted);
    broker.fetch(partition);
  }

  private void leave(SourceConnection connection, SourcePartition partition) {
    priorities.left(partition);
    brokers.leave(connection, partition);
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
  private long serve(SourceConnection connection, SourceBroker broker, long nowMs) {
    if (!broker.isFetching()) {
      leaveOutWithoutRoom(connection, broker, nowMs);
    }
    long throttled = pace.waitMs(nowMs);
    boolean fetch = !paused && broker.canFetch() && throttled == 0;
    if (!fetch && !broker.wantsOffsets()) {
      return throttled > 0 ? Math.min(throttled, IDLE_MS) : IDLE_MS;
    }
    long rest = broker.restMs(nowMs);
    if (rest > 0) {
      return rest;
    }
    if (!connection.ready(broker.node())) {
      return connection.delayMs(broker.node());
    }
    if (broker.wantsOffsets()) {
      offsets.ask(connection, broker);
    } else {
      fetch(connection, broker, nowMs);
    }
    // When the request is out, the connection is asked again.
    return IDLE_MS;
  }

  private void leaveOutWithoutRoom(SourceConnection connection, SourceBroker broker, long nowMs) {
    for (SourcePartition partition : broker.withoutRoom(budget)) {
      connection.leaveOut(broker.node(), partition.source());
      broker.leaveOut(partition, nowMs);
    }
  }

  private void offsetKnown(SourcePartition partition) {
    if (partitions.get(partition.source()) == partition) {
      followSkip(partition);
    }
    agenda.add(partition);
  }

  private void fetch(SourceConnection connection, SourceBroker broker, long nowMs) {
    long active = brokers.all().stream().filter(b -> b.isFetching() || b.canFetch()).count();
    long share = Math.min(budget.free() / (2 * active), pace.most());
    int bytes = broker.size().next(share, limits.fetchBytes());
    int waitMs = Math.min(connection.maxWaitMs(), broker.fetchWaitMs(nowMs));
    broker.fetchSent(waitMs);
    var options = new SourceConnection.FetchOptions(waitMs, bytes, readsCommitted(), policy.rack());
    connection.fetch(broker.node(), options, result -> fetched(connection, broker, result));
  }

  private boolean readsCommitted() {
    return policy.isolation() == IsolationLevel.ReadCommitted;
  }

  private void fetched(SourceConnection connection, SourceBroker broker, FetchResult result) {
    agenda.addAll(brokers.aside(broker));
    if (result.error() != null) {
      // That shows in the task's health, and in a new leader.
      broker.fetchFailed(clock.getAsLong());
      leaveReplica(broker);
      return;
    }
    Set<SourcePartition> silent = new HashSet<>(broker.fetchAnswered());
    long bytes = result.partitions().stream().mapToLong(p -> p.records().remaining()).sum();
    meter.answered(bytes, result.latencyMs(), result.throttleMs(), clock.getAsLong());
    FetchBuffer memory = new FetchBuffer(budget, bytes);
    List<Runnable> deliveries = new ArrayList<>();
    for (FetchResult.Partition fetched : result.partitions()) {
      SourcePartition partition = partitions.get(fetched.partition());
      // Who pauses gets it again afterwards.
      if (partition != null && broker.isFetched(partition) && !paused) {
        silent.remove(partition);
        deliveries.addAll(take(connection, broker, partition, fetched, memory));
        broker.isBehind(partition, fetched.endOffset() > partition.offset());
        agenda.add(partition);
      }
    }
    // What the broker did not mention has no news and no error.
    for (SourcePartition partition : silent) {
      partition.recovered();
      partition.heard(clock.getAsLong());
    }
    askAgainForEnds(connection, broker, silent);
    // From the first delivery on, the memory belongs to the producing loop.
    memory.seal();
    deliveries.forEach(Runnable::run);
  }

  /**
   * A session that has had a partition before says nothing of it while there is no news, so that
   * one that comes back would have no end; a new session tells all.
   */
  private static void askAgainForEnds(
      SourceConnection connection, SourceBroker broker, Set<SourcePartition> silent) {
    List<SourcePartition> endless =
        silent.stream().filter(partition -> !partition.progress().knowsSourceEnd()).toList();
    if (!endless.isEmpty()) {
      broker.joinAgain(endless);
      connection.renewSession(broker.node());
    }
  }

  /** Whoever was fetched from this broker because it is near goes back to its leader. */
  private void leaveReplica(SourceBroker broker) {
    long nowMs = clock.getAsLong();
    for (SourcePartition partition : partitions.values()) {
      if (brokers.isAt(broker, partition) && partition.replica(nowMs).isPresent()) {
        partition.leaveReplica();
        agenda.add(partition);
      }
    }
  }

  private List<Runnable> take(
      SourceConnection connection,
      SourceBroker broker,
      SourcePartition partition,
      FetchResult.Partition fetched,
      FetchBuffer memory) {
    long nowMs = clock.getAsLong();
    SourcePartition.Answer answer = partition.fetched(fetched, broker.id(), nowMs);
    if (answer == SourcePartition.Answer.AskForMetadata) {
      connection.refresh();
    }
    if (answer != SourcePartition.Answer.Records) {
      followSkip(partition);
      return List.of();
    }
    partition.progress().sourceEnd(fetched.endOffset(), broker.id());
    pace.took(partition.source(), fetched.records().remaining(), nowMs);
    return intake.take(partition, fetched, memory).stream().toList();
  }

  @Override
  public void close() {
    intake.close();
  }
}
