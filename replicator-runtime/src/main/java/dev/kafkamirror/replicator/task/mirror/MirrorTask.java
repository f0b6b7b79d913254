package dev.kafkamirror.replicator.task.mirror;

import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.TaskHealth;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.fetch.FetchWork;
import dev.kafkamirror.replicator.task.measure.PartitionMeasures;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.task.merge.BatchMerger;
import dev.kafkamirror.replicator.task.merge.MergeLimits;
import dev.kafkamirror.replicator.task.merge.MergePool;
import dev.kafkamirror.replicator.task.produce.ProduceWork;
import dev.kafkamirror.replicator.task.produce.ProducerIdentities;
import dev.kafkamirror.replicator.task.refusal.DeadLetters;
import dev.kafkamirror.replicator.task.refusal.RecordError;
import dev.kafkamirror.replicator.task.refusal.RecordErrors;
import dev.kafkamirror.replicator.task.refusal.Refusals;
import dev.kafkamirror.replicator.wire.SourceConnection;
import dev.kafkamirror.replicator.wire.TargetConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/** A task that copies whole record batches. Its two threads start with it. */
public final class MirrorTask implements CopyTask {

  private final String name;
  private final MemoryBudget budget;
  private final FetchWork fetching;
  private final ProducerIdentities identities;
  private final ProduceWork producing;
  private final Refusals refusals;
  private final DeadLetters letters;
  private final EventLoop<SourceConnection> source;
  private final EventLoop<TargetConnection> target;
  private final Map<TopicPartition, PartitionProgress> partitions = new ConcurrentHashMap<>();
  private final Map<TopicPartition, CompletableFuture<Copied>> leaving = new HashMap<>();
  private volatile boolean paused;

  /** A task of a mirror whose remote topics nobody else writes to. */
  public MirrorTask(
      String name,
      ClientSettings source,
      ClientSettings target,
      TaskLimits limits,
      String transactionalId) {
    this(name, source, target, limits, transactionalId, OtherDirection.NONE);
  }

  /**
   * @param name unique in the process; names the threads and the clients
   * @param transactionalId the task's own, never used before by any task: its successors fence it
   *     by this name; null for plain idempotence
   * @param other whether and how the same topics are mirrored the other way too
   */
  public MirrorTask(
      String name,
      ClientSettings source,
      ClientSettings target,
      TaskLimits limits,
      String transactionalId,
      OtherDirection other) {
    this.name = name;
    this.budget = new MemoryBudget(limits.memoryBytes(), limits.partitionBytes());
    this.fetching =
        new FetchWork(
            limits,
            budget,
            new ToTarget(),
            other,
            this::postToSource,
            MirrorTask::nowMs,
            RandomGenerator.getDefault());
    this.identities = new ProducerIdentities(transactionalId, RandomGenerator.getDefault());
    this.letters =
        new DeadLetters(
            source, target, name + "-dead-letters", this::postToTarget, this::decideAgain);
    this.refusals = new Refusals(budget, RecordErrors::fail);
    this.producing =
        new ProduceWork(
            limits,
            identities,
            new BatchMerger(MergeLimits.defaults(), budget, MergePool.shared(), this::postToTarget),
            refusals,
            new ToSource(),
            other,
            this::postToTarget,
            MirrorTask::nowMs,
            RandomGenerator.getDefault());
    this.source =
        new EventLoop<>(
            name + "-source",
            () -> new SourceConnection(source, name + "-source"),
            fetching::turn,
            MirrorTask::nowMs);
    this.target =
        new EventLoop<>(
            name + "-target",
            () -> new TargetConnection(target, name + "-target"),
            producing::turn,
            MirrorTask::nowMs);
    this.source.start();
    this.target.start();
  }

  @Override
  public synchronized void add(CopyOrder order) {
    CompletableFuture<Copied> before = leaving.get(order.source());
    if (before == null) {
      start(order);
    } else {
      var _ = before.whenComplete((_, _) -> add(order));
    }
  }

  private void start(CopyOrder order) {
    PartitionProgress progress = new PartitionProgress(order, System::currentTimeMillis);
    if (partitions.putIfAbsent(order.source(), progress) != null) {
      throw new IllegalStateException(order.source() + " is copied by this task already");
    }
    // Both loops learn of it in this order, so that the queue is there before the first batch is.
    target.post(() -> producing.add(progress));
    source.post(() -> fetching.add(progress));
  }

  @Override
  public synchronized CompletableFuture<Copied> release(TopicPartition partition) {
    PartitionProgress progress = partitions.get(partition);
    if (progress == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(partition + " is not copied by this task"));
    }
    CompletableFuture<Copied> before = leaving.get(partition);
    return before != null ? before : startRelease(partition, progress);
  }

  private CompletableFuture<Copied> startRelease(
      TopicPartition partition, PartitionProgress progress) {
    CompletableFuture<Copied> settled = new CompletableFuture<>();
    // Known as leaving before a loop can complete it, so that nothing of it stays behind.
    CompletableFuture<Copied> left = settled.whenComplete((_, _) -> forget(partition, progress));
    leaving.put(partition, left);
    source.post(
        () -> {
          fetching.remove(partition);
          // Behind everything that was fetched before.
          target.post(() -> producing.release(partition, settled));
        });
    return left;
  }

  private synchronized void forget(TopicPartition partition, PartitionProgress progress) {
    partitions.remove(partition, progress);
    leaving.remove(partition);
  }

  private void decideAgain(
      PartitionProgress partition, List<RecordError> errors, Consumer<Trouble> decided) {
    refusals.decide(partition, errors, decided);
  }

  private void postToSource(Runnable message) {
    source.post(message);
  }

  private void postToTarget(Runnable message) {
    target.post(message);
  }

  /** What the fetching loop has for the producing one. */
  private final class ToTarget implements FetchWork.Sink {
    @Override
    public void deliver(
        PartitionProgress to, List<OutgoingBatch> batches, long nextOffset, int leaderEpoch) {
      postToTarget(() -> producing.deliver(to, batches, nextOffset, leaderEpoch));
    }

    @Override
    public void startAgain(PartitionProgress of) {
      postToTarget(() -> producing.startAgain(of));
    }
  }

  /** What the producing loop has for the fetching one. */
  private final class ToSource implements ProduceWork.Upstream {
    @Override
    public void onProgress() {
      if (fetching.isStarved()) {
        source.wake();
      }
    }

    @Override
    public void fetchAgain(PartitionProgress partition) {
      source.post(() -> fetching.again(partition));
    }
  }

  @Override
  public void apply(CopyPolicy policy) {
    source.post(() -> fetching.apply(policy));
    target.post(() -> refusals.policy(RecordErrors.of(policy.delivery(), letters)));
  }

  @Override
  public void pause() {
    setPaused(true);
  }

  @Override
  public void resume() {
    setPaused(false);
  }

  private void setPaused(boolean now) {
    paused = now;
    source.post(() -> fetching.paused(now));
  }

  @Override
  public Map<TopicPartition, PartitionState> partitions() {
    boolean now = paused;
    Map<TopicPartition, PartitionState> states = new HashMap<>();
    partitions.forEach((partition, progress) -> states.put(partition, progress.state(now)));
    return states;
  }

  @Override
  public TaskMeasures measures() {
    long now = nowMs();
    return new TaskMeasures(
        name,
        partitions().values().stream().anyMatch(p -> p.phase() == Phase.CatchingUp),
        source.networkUse(),
        target.networkUse(),
        fetching.measures(now),
        producing.measures(now));
  }

  @Override
  public Map<TopicPartition, PartitionMeasures> partitionMeasures() {
    Map<TopicPartition, PartitionMeasures> measures = new HashMap<>();
    partitions.values().forEach(p -> measures.put(p.order().target(), p.meter().measures()));
    return measures;
  }

  @Override
  public TaskHealth health() {
    return new TaskHealth(source.error(), target.error());
  }

  @Override
  public CompletableFuture<Void> identified() {
    return identities.identified().copy();
  }

  @Override
  public String transactionalId() {
    return identities.transactionalId();
  }

  @Override
  public Optional<String> withoutFencing() {
    return identities.withoutFencing();
  }

  @Override
  public boolean isFenced() {
    return identities.fenced() != null;
  }

  @Override
  public Duration sinceLastTurn() {
    long last = Math.min(source.lastTurnMs(), target.lastTurnMs());
    return Duration.ofMillis(nowMs() - last);
  }

  /** Fetched bytes that wait in memory for the target. */
  public long heldBytes() {
    return budget.held();
  }

  /** Monotonic. */
  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public void close() {
    source.close();
    target.close();
    fetching.close();
    letters.close();
    refusals.close();
    Map<TopicPartition, CompletableFuture<Copied>> open;
    synchronized (this) {
      open = Map.copyOf(leaving);
    }
    open.values()
        .forEach(
            future ->
                future.completeExceptionally(new IllegalStateException("The task is closed")));
  }
}
