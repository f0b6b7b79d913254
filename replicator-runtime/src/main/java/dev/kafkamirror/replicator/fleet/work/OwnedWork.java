package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.fleet.group.Claim;
import dev.kafkamirror.replicator.fleet.group.WorkShare;
import dev.kafkamirror.replicator.fleet.group.WorkShare.Assigned;
import dev.kafkamirror.replicator.fleet.work.OwnedPartition.Stage;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.measure.PartitionMeasures;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this pod copies, and how it comes by it and gives it up again. Decides under one lock and
 * never waits under it.
 *
 * <p>Three things keep a partition from being copied twice. Between its claims and the assignment
 * that answers them a member starts nothing, so that no leader counts on a partition being free
 * that is not. A member that finds a partition held by another waits for that one's final position,
 * given up in the generation of the assignment or later: an older record may be of an earlier stay.
 * And whoever starts a partition first fences an owner that was lost, then writes into the
 * positions topic that it is the owner now, and starts only when it has read its record there and
 * nobody else's came before it.
 *
 * <p>Here is what an assignment, a read record and an end mean for a partition; {@link
 * PartitionStart} finds where it begins, {@link HandOver} makes this process its owner and gives it
 * up. All of it runs under the one lock, this object: the parts are called with it held, and {@link
 * NextStep} takes it before it calls them back.
 */
public final class OwnedWork {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedWork.class);

  private final String incarnation;
  private final Positions positions;
  private final Executor callbacks;
  private final LongSupplier nanoTime;
  private final Runnable onFenced;
  private final PodTasks tasks;
  private final PodPartitions partitions = new PodPartitions();
  private final NextStep next;
  private final HandOver handOver;
  private final PartitionStart start;

  /** Partitions that were held at the last claims; another member may wait for their release. */
  private final Set<TopicPartition> claimedAsHeld = new HashSet<>();

  /** The last own position of partitions whose copying was cut short. */
  private final Map<TopicPartition, OwnedPartition> cutShort = new HashMap<>();

  /**
   * @param newTask makes the task of an index
   * @param callbacks where completed futures are taken up: a task may complete one under its own
   *     lock
   * @param onFenced called there when another owner has taken over what this process still copies
   * @param clock wall clock, for people
   * @param nanoTime monotonic clock
   */
  public OwnedWork(
      String incarnation,
      IntFunction<CopyTask> newTask,
      Positions positions,
      TakeOver takeOver,
      Executor callbacks,
      Runnable onFenced,
      Clock clock,
      LongSupplier nanoTime) {
    this.incarnation = incarnation;
    this.positions = positions;
    this.callbacks = callbacks;
    this.nanoTime = nanoTime;
    this.onFenced = onFenced;
    this.tasks = new PodTasks(newTask);
    this.next = new NextStep(this, callbacks);
    this.handOver =
        new HandOver(incarnation, positions, partitions, tasks, takeOver, next, new Outcome());
    this.start =
        new PartitionStart(positions, partitions, tasks, takeOver, handOver, next, clock, nanoTime);
  }

  /**
   * What this member has, for its subscription. Nothing is started until {@link #assign}.
   *
   * @param load class of each partition's load
   */
  public synchronized List<Claim> claims(ToIntFunction<TopicPartition> load) {
    partitions.claimed();
    partitions.removeIf(p -> p.stage == Stage.GIVEN_UP);
    List<Claim> claims =
        partitions.all().stream().map(p -> p.claim(load.applyAsInt(p.source))).toList();
    claimedAsHeld.clear();
    claims.stream().filter(Claim::held).forEach(c -> claimedAsHeld.add(c.partition()));
    return claims;
  }

  /** Generation of the last assignment that said what to do, -1 before the first. */
  public synchronized int generation() {
    return partitions.generation();
  }

  /** Takes up an assignment. What stays where it is, is not touched. */
  public synchronized void assign(WorkShare share, int newGeneration) {
    partitions.assigned();
    if (!share.unchanged()) {
      tasks.want(share.tasks(), share.flowTasks());
      Map<TopicPartition, Assigned> wanted = new HashMap<>();
      share.partitions().forEach(a -> wanted.put(a.route().source(), a));
      partitions.follow(newGeneration, wanted.keySet());
      partitions.all().forEach(p -> want(p, wanted.get(p.source)));
      partitions.removeIf(p -> !p.held() && p.wanted == null && p.stage != Stage.GIVEN_UP);
      giveUpWhatWasCutShort(wanted.keySet());
      tasks.closeSurplus(this::taskInUse);
      start.readPositionsOfNewcomers();
    }
    start.startFree(partitions.all());
  }

  private void want(OwnedPartition p, Assigned wanted) {
    p.wanted = wanted;
    switch (p.stage) {
      case WAITING, TAKING_OVER -> {
        // Started, or dropped, by assign.
        if (wanted == null && p.owed) {
          handOver.giveUp(p);
        }
      }
      case CLAIMING -> {
        if (wanted == null && !p.claimed) {
          handOver.giveUp(p);
        }
        // Else it goes on; what follows depends on what is wanted when it is done.
      }
      case COPYING -> {
        if (!p.inPlace()) {
          release(p);
        }
      }
      case RELEASING -> {
        // Goes on as well.
      }
      case HANDING_OVER, GIVEN_UP -> {
        if (wanted == null) {
          // Given up in an earlier generation than the one that the successor got it in.
          handOver.giveUp(p);
        } else if (p.stage == Stage.GIVEN_UP) {
          p.await();
          p.positionsRead = false;
        }
      }
    }
  }

  private void release(OwnedPartition p) {
    p.stage = Stage.RELEASING;
    next.after(p.task.release(p.source), (copied, failure) -> released(p, copied, failure));
  }

  private void released(OwnedPartition p, Copied copied, Throwable failure) {
    if (p.stage != Stage.RELEASING || !partitions.has(p)) {
      return;
    }
    if (failure != null) {
      LOG.atWarn()
          .addKeyValue("partition", p.source)
          .addKeyValue("reason", ClusterErrors.message(failure))
          .log("not everything sent was settled; the successor finds out what has arrived");
    }
    p.settled = failure == null;
    p.learn(copied);
    p.task = null;
    p.taskIndex = Claim.NOT_ASSIGNED;
    if (p.wanted == null) {
      handOver.giveUp(p);
    } else {
      start.startOwn(p);
    }
    tasks.closeSurplus(this::taskInUse);
  }

  /** A partition that was claimed as held and then cut short: somebody may wait for it. */
  private void giveUpWhatWasCutShort(Set<TopicPartition> wanted) {
    for (TopicPartition source : claimedAsHeld) {
      OwnedPartition cut = cutShort.get(source);
      if (cut != null && !wanted.contains(source) && partitions.get(source) == null) {
        cut.wanted = null;
        partitions.put(cut);
        handOver.giveUp(cut);
      }
    }
    cutShort.clear();
  }

  /** A record of this partition was read, whether it counts or not. */
  public synchronized void positionRead(TopicPartition source) {
    OwnedPartition p = partitions.get(source);
    if (p == null) {
      return;
    }
    switch (p.stage) {
      case WAITING -> start.startFree(List.of(p));
      case CLAIMING -> handOver.read(p);
      case COPYING -> {
        Ownership owner = positions.owner(source).orElse(p.last.ownership());
        if (owner.epoch() > p.last.ownership().epoch() && !owner.owner().equals(incarnation)) {
          callbacks.execute(onFenced);
        }
      }
      case TAKING_OVER, RELEASING, HANDING_OVER, GIVEN_UP -> {
        // What is under way is not changed by it.
      }
    }
  }

  /** What becomes of a partition that was claimed or given up, by what is wanted now. */
  private final class Outcome implements HandOver.Outcome {

    @Override
    public void owned(OwnedPartition p) {
      if (p.wanted == null) {
        handOver.giveUp(p);
      } else if (p.inPlace()) {
        p.copy();
      } else {
        start.startOwn(p);
      }
    }

    @Override
    public void anotherCameFirst(OwnedPartition p) {
      if (p.wanted == null) {
        handOver.giveUp(p);
      } else {
        p.awaitOwed();
        start.startFree(List.of(p));
      }
    }

    @Override
    public void unfenceable(OwnedPartition p, String why) {
      p.awaitOwed();
      start.failed(p, new FencingNotPossibleException(why));
    }

    @Override
    public void givenUp(OwnedPartition p) {
      if (p.wanted == null) {
        p.stage = Stage.GIVEN_UP;
      } else {
        // It came back before anyone else was told of it.
        start.startOwn(p);
      }
      OwnedWork.this.notifyAll();
    }
  }

  private boolean taskInUse(int index) {
    return partitions.all().stream().anyMatch(p -> p.task != null && p.taskIndex == index);
  }

  /**
   * Stops everything now, without a hand-over: the group may have given the work to others. What is
   * still assigned comes with the next assignment.
   */
  public synchronized void stopAll() {
    Map<TopicPartition, PartitionState> states = tasks.states();
    for (OwnedPartition p : partitions.all()) {
      if (p.held()) {
        p.learn(states.get(p.source));
        cutShort.put(p.source, p);
      }
    }
    partitions.clear();
    tasks.close();
    notifyAll();
  }

  /** Writes the positions that have changed since they were last written. */
  public synchronized void writePositions() {
    start.startFree(partitions.all());
    Map<TopicPartition, PartitionState> states = tasks.states();
    for (OwnedPartition p : partitions.all()) {
      if (p.stage != Stage.COPYING) {
        continue;
      }
      p.learn(states.get(p.source));
      if (positions.overwritten(p.source)) {
        Ownership mine = p.last.ownership();
        p.last = p.last.with(Ownership.holding(incarnation, mine.writer(), mine.epoch() + 1));
      }
      if (!p.last.equals(p.written)) {
        StoredPosition now = p.last;
        p.written = now;
        next.after(positions.write(p.source, now), (_, failure) -> wrote(p, now, failure));
      }
    }
  }

  private void wrote(OwnedPartition p, StoredPosition position, Throwable failure) {
    if (failure != null && position.equals(p.written)) {
      p.written = null;
    }
  }

  /** Whether another process has taken over from a task of this one. */
  public synchronized boolean isFenced() {
    return tasks.isFenced();
  }

  /**
   * All tasks follow another policy from now on.
   *
   * @param ofTasks the policy of one of so many tasks of the flow
   */
  public synchronized void follow(IntFunction<CopyPolicy> ofTasks) {
    CopyPolicy before = tasks.policy();
    tasks.follow(ofTasks);
    if (!tasks.policy().equals(before)) {
      if (!tasks.policy().delivery().equals(before.delivery())) {
        startFailedAgain();
      }
      start.tryNow();
    }
  }

  /** What failed of a record may go on now: with what was fetched behind it, again. */
  private void startFailedAgain() {
    Map<TopicPartition, PartitionState> states = tasks.states();
    for (OwnedPartition p : partitions.all()) {
      PartitionState state = states.get(p.source);
      if (p.stage == Stage.COPYING && state != null && state.phase() == Phase.Failed) {
        release(p);
      }
    }
  }

  public synchronized void setPaused(boolean pause) {
    tasks.setPaused(pause);
  }

  /**
   * Waits until nothing is held any more.
   *
   * @return whether that is so
   */
  public synchronized boolean awaitNothingHeld(long millis) throws InterruptedException {
    long end = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (partitions.anyHeld()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** How many partitions this member may still be writing to. */
  public synchronized int held() {
    return partitions.held();
  }

  /** How long ago the slowest event loop of the tasks turned; zero without tasks. */
  public synchronized Duration sinceLastTurn() {
    return tasks.sinceLastTurn();
  }

  /** What each task has measured of its work. */
  public synchronized List<TaskMeasures> taskMeasures() {
    return tasks.measures();
  }

  /** What the tasks have measured of their partitions, by remote partition. */
  public synchronized Map<TopicPartition, PartitionMeasures> partitionMeasures() {
    return tasks.partitionMeasures();
  }

  /** The tasks and what is known of the partitions assigned to this pod. */
  public synchronized WorkSnapshot snapshot() {
    Map<TopicPartition, PartitionState> states = tasks.states();
    for (OwnedPartition p : partitions.all()) {
      if (p.trouble != null) {
        states.putIfAbsent(p.source, p.trouble);
      }
    }
    List<TopicPartition> assigned =
        partitions.all().stream().filter(p -> p.wanted != null).map(p -> p.source).toList();
    return new WorkSnapshot(tasks.health(), assigned, states, tasks.withoutFencing());
  }
}
