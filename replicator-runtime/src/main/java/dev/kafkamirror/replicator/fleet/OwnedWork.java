package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.fleet.OwnedPartition.Stage;
import dev.kafkamirror.replicator.fleet.TakeOver.Vacant;
import dev.kafkamirror.replicator.fleet.WorkShare.Assigned;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
 */
final class OwnedWork {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedWork.class);
  private static final long LONGEST_PAUSE_SECONDS = 8;

  private final String incarnation;
  private final Positions positions;
  private final TakeOver takeOver;
  private final Executor callbacks;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Runnable onFenced;
  private final PodTasks tasks;
  private final Map<TopicPartition, OwnedPartition> partitions = new HashMap<>();

  /** Partitions that were held at the last claims; another member may wait for their release. */
  private final Set<TopicPartition> claimedAsHeld = new HashSet<>();

  /** The last own position of partitions whose copying was cut short. */
  private final Map<TopicPartition, OwnedPartition> cutShort = new HashMap<>();

  private int generation = -1;
  private boolean awaitingAssignment;

  /**
   * @param newTask makes the task of an index
   * @param callbacks where completed futures are taken up: a task may complete one under its own
   *     lock
   * @param onFenced called there when another owner has taken over what this process still copies
   * @param clock wall clock, for people
   * @param nanoTime monotonic clock
   */
  OwnedWork(
      String incarnation,
      IntFunction<CopyTask> newTask,
      Positions positions,
      TakeOver takeOver,
      Executor callbacks,
      Runnable onFenced,
      Clock clock,
      LongSupplier nanoTime) {
    this.incarnation = incarnation;
    this.tasks = new PodTasks(newTask);
    this.positions = positions;
    this.takeOver = takeOver;
    this.callbacks = callbacks;
    this.onFenced = onFenced;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * What this member has, for its subscription. Nothing is started until {@link #assign}.
   *
   * @param load class of each partition's load
   */
  synchronized List<Claim> claims(ToIntFunction<TopicPartition> load) {
    awaitingAssignment = true;
    partitions.values().removeIf(p -> p.stage == Stage.GIVEN_UP);
    List<Claim> claims =
        partitions.values().stream().map(p -> p.claim(load.applyAsInt(p.source))).toList();
    claimedAsHeld.clear();
    claims.stream().filter(Claim::held).forEach(c -> claimedAsHeld.add(c.partition()));
    return claims;
  }

  /** Takes up a result; an error of ours on the way must not pass unseen. */
  private <T> void then(CompletableFuture<T> future, BiConsumer<T, Throwable> action) {
    var _ =
        future.whenCompleteAsync(
            (result, failure) -> {
              try {
                action.accept(result, failure);
              } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a partition's next step failed");
              }
            },
            callbacks);
  }

  /** Generation of the last assignment that said what to do, -1 before the first. */
  synchronized int generation() {
    return generation;
  }

  /** Takes up an assignment. What stays where it is, is not touched. */
  synchronized void assign(WorkShare share, int newGeneration) {
    awaitingAssignment = false;
    if (!share.unchanged()) {
      generation = newGeneration;
      tasks.want(share.tasks(), share.flowTasks());
      Map<TopicPartition, Assigned> wanted = new HashMap<>();
      share.partitions().forEach(a -> wanted.put(a.route().source(), a));
      wanted.keySet().forEach(tp -> partitions.computeIfAbsent(tp, OwnedPartition::new));
      partitions.values().forEach(p -> want(p, wanted.get(p.source)));
      partitions.values().removeIf(p -> !p.held() && p.wanted == null && p.stage != Stage.GIVEN_UP);
      giveUpWhatWasCutShort(wanted.keySet());
      tasks.closeSurplus(this::taskInUse);
      readPositionsForNewcomers();
    }
    startFree(partitions.values());
  }

  private void want(OwnedPartition p, Assigned wanted) {
    p.wanted = wanted;
    switch (p.stage) {
      case WAITING, TAKING_OVER -> {
        // Started, or dropped, by assign.
        if (wanted == null && p.owed) {
          giveUp(p);
        }
      }
      case CLAIMING -> {
        if (wanted == null && !p.claimed) {
          giveUp(p);
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
          giveUp(p);
        } else if (p.stage == Stage.GIVEN_UP) {
          p.await();
          p.positionsRead = false;
        }
      }
    }
  }

  private void release(OwnedPartition p) {
    p.stage = Stage.RELEASING;
    then(p.task.release(p.source), (copied, failure) -> released(p, copied, failure));
  }

  private synchronized void released(OwnedPartition p, Copied copied, Throwable failure) {
    if (p.stage != Stage.RELEASING || partitions.get(p.source) != p) {
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
      giveUp(p);
    } else {
      goOn(p);
    }
    tasks.closeSurplus(this::taskInUse);
  }

  /** Starts what this process itself had last, in the place that is wanted now. */
  private void goOn(OwnedPartition p) {
    p.before = p.last.ownership();
    StoredPosition own = p.last.with(p.before.released(generation, p.settled));
    StartRule rule = StartRule.of(Optional.of(own), topics(p), tasks.policy().onSourceRecreate());
    if (rule == StartRule.HOLD) {
      hold(p, own);
    } else if (rule == StartRule.GO_ON && p.settled) {
      claim(p, p.last.copied());
    } else {
      p.owed = true;
      find(List.of(vacant(p, Optional.of(own), rule == StartRule.GO_ON)));
    }
  }

  private void giveUp(OwnedPartition p) {
    Ownership owner = positions.owner(p.source).orElse(null);
    if (owner != null
        && owner.epoch() >= p.last.ownership().epoch()
        && !owner.isSameTerm(p.last.ownership())) {
      // Whoever wrote that is no member any more: it waits for this one's word.
      StoredPosition theirs = positions.latest(p.source).orElseThrow();
      p.last = theirs.with(Ownership.holding(incarnation, owner.writer(), owner.epoch() + 1));
      p.settled = owner.settled();
    }
    p.await();
    p.stage = Stage.HANDING_OVER;
    int attempt = p.attempts;
    StoredPosition last = p.last.with(p.last.ownership().released(generation, p.settled));
    then(positions.writeSurely(p.source, last), (_, failure) -> handedOver(p, attempt, failure));
  }

  private synchronized void handedOver(OwnedPartition p, int attempt, Throwable failure) {
    if (p.attempts != attempt || partitions.get(p.source) != p || failure != null) {
      return;
    }
    p.owed = false;
    if (p.wanted == null) {
      p.stage = Stage.GIVEN_UP;
    } else {
      // It came back before anyone else was told of it.
      goOn(p);
    }
    notifyAll();
  }

  /** A partition that was claimed as held and then cut short: somebody may wait for it. */
  private void giveUpWhatWasCutShort(Set<TopicPartition> wanted) {
    for (TopicPartition source : claimedAsHeld) {
      OwnedPartition cut = cutShort.get(source);
      if (cut != null && !wanted.contains(source) && !partitions.containsKey(source)) {
        cut.wanted = null;
        partitions.put(source, cut);
        giveUp(cut);
      }
    }
    cutShort.clear();
  }

  private void readPositionsForNewcomers() {
    List<OwnedPartition> newcomers =
        partitions.values().stream()
            .filter(p -> p.stage == Stage.WAITING && !p.positionsRead)
            .toList();
    if (!newcomers.isEmpty()) {
      then(positions.readToEnd(), (_, failure) -> positionsRead(newcomers, failure));
    }
  }

  private synchronized void positionsRead(List<OwnedPartition> newcomers, Throwable failure) {
    if (failure == null) {
      newcomers.forEach(p -> p.positionsRead = true);
      startFree(newcomers);
    }
  }

  /** A record of this partition was read, whether it counts or not. */
  synchronized void positionRead(TopicPartition source) {
    OwnedPartition p = partitions.get(source);
    if (p == null) {
      return;
    }
    switch (p.stage) {
      case WAITING -> startFree(List.of(p));
      case CLAIMING -> claimRead(p);
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

  private void startFree(Collection<OwnedPartition> candidates) {
    List<Vacant> lost = new ArrayList<>();
    for (OwnedPartition p : candidates) {
      if (!isFree(p)) {
        continue;
      }
      Ownership owner = positions.owner(p.source).orElse(null);
      if (p.found != null && sameTerm(p.before, owner)) {
        claim(p, p.found);
        continue;
      }
      p.before = owner;
      Optional<StoredPosition> latest = positions.latest(p.source);
      StartRule rule = StartRule.of(latest, topics(p), tasks.policy().onSourceRecreate());
      if (rule == StartRule.HOLD) {
        failed(p, new SourceTopicRecreatedException(p.source.topic()));
      } else if (rule == StartRule.GO_ON && latest.orElseThrow().ownership().settled()) {
        claim(p, latest.get().copied());
      } else {
        lost.add(vacant(p, latest, rule == StartRule.GO_ON));
      }
    }
    find(lost);
  }

  private boolean isFree(OwnedPartition p) {
    if (partitions.get(p.source) != p
        || p.stage != Stage.WAITING
        || p.wanted == null
        || awaitingAssignment
        || (p.trouble != null && nanoTime.getAsLong() - p.retryAtNanos < 0)) {
      return false;
    }
    String from = p.wanted.from();
    if (from == null || p.owed) {
      return p.positionsRead;
    }
    return positions.owner(p.source).filter(o -> o.releasedBy(from, generation)).isPresent();
  }

  private static boolean sameTerm(Ownership a, Ownership b) {
    return a == null ? b == null : b != null && a.isSameTerm(b);
  }

  private TopicPair topics(OwnedPartition p) {
    CopyRoute route = p.wanted.route();
    return new TopicPair(route.sourceId(), route.remoteId(), positions.targetCluster());
  }

  /** Keeps what is copied of a source topic that is gone as it is, until the policy says more. */
  private void hold(OwnedPartition p, StoredPosition own) {
    var _ = positions.writeSurely(p.source, own);
    p.await();
    p.owed = true;
    p.positionsRead = true;
    failed(p, new SourceTopicRecreatedException(p.source.topic()));
  }

  private Vacant vacant(OwnedPartition p, Optional<StoredPosition> latest, boolean known) {
    if (latest.isPresent() && !known) {
      LOG.atWarn()
          .addKeyValue("partition", p.source)
          .log("the source or the remote topic was recreated; copied again from its beginning");
    }
    p.await();
    p.stage = Stage.TAKING_OVER;
    return new Vacant(p.wanted.route(), latest, known);
  }

  private void find(List<Vacant> lost) {
    if (lost.isEmpty()) {
      return;
    }
    takeOver
        .find(lost)
        .forEach(
            (source, start) -> {
              OwnedPartition p = partitions.get(source);
              int attempt = p.attempts;
              then(start, (found, failure) -> found(p, attempt, found, failure));
            });
  }

  private synchronized void found(OwnedPartition p, int attempt, Copied found, Throwable failure) {
    if (p.attempts != attempt || partitions.get(p.source) != p) {
      return;
    }
    p.stage = Stage.WAITING;
    if (failure == null) {
      p.found = found;
      p.failures = 0;
      p.trouble = null;
      p.positionsRead = true;
      startFree(List.of(p));
    } else {
      failed(p, failure);
    }
  }

  private void failed(OwnedPartition p, Throwable failure) {
    Throwable cause = ClusterErrors.cause(failure);
    boolean refused =
        cause instanceof FencingNotPossibleException
            || (cause instanceof SourceTopicRecreatedException
                && tasks.policy().onSourceRecreate() == OnSourceRecreate.Fail);
    p.trouble =
        new PartitionState(
            refused ? Phase.Failed : Phase.Retrying,
            p.trouble == null ? clock.millis() : p.trouble.sinceMs(),
            null,
            -1,
            -1,
            -1,
            0,
            0,
            Losses.NONE,
            ClusterErrors.reason(cause),
            "%s cannot be taken over yet: %s".formatted(p.source, ClusterErrors.message(cause)));
    long pause = Math.min(1L << Math.min(p.failures++, 3), LONGEST_PAUSE_SECONDS);
    p.retryAtNanos = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(pause);
  }

  /** Writes that this process is the owner now, as soon as its task has a name to be fenced by. */
  private void claim(OwnedPartition p, Copied copied) {
    p.await();
    p.stage = Stage.CLAIMING;
    p.claimed = false;
    p.settled = true;
    p.route = p.wanted.route();
    p.taskIndex = p.wanted.task();
    p.task = tasks.get(p.taskIndex);
    int epoch = p.before == null ? Ownership.NO_EPOCH : p.before.epoch();
    p.last = new StoredPosition(copied, topics(p), Ownership.holding(incarnation, null, epoch + 1));
    int attempt = p.attempts;
    then(p.task.identified(), (_, failure) -> identified(p, attempt, failure));
  }

  private synchronized void identified(OwnedPartition p, int attempt, Throwable failure) {
    if (p.attempts != attempt || partitions.get(p.source) != p || failure != null) {
      return;
    }
    Optional<String> unfenceable = p.task.withoutFencing();
    if (unfenceable.isPresent() && takeOver.fencingRequired()) {
      p.owed = true;
      p.await();
      p.positionsRead = true;
      failed(p, new FencingNotPossibleException(unfenceable.get()));
      return;
    }
    if (!sameTerm(p.before, positions.owner(p.source).orElse(null))) {
      anotherCameFirst(p);
      return;
    }
    p.claimed = true;
    p.last =
        p.last.with(
            Ownership.holding(incarnation, p.task.transactionalId(), p.last.ownership().epoch()));
    var _ = positions.writeSurely(p.source, p.last);
  }

  /** What the positions topic says after the claim. */
  private void claimRead(OwnedPartition p) {
    Ownership mine = p.last.ownership();
    Ownership owner = positions.owner(p.source).orElse(null);
    if (!p.claimed || owner == null || owner.epoch() < mine.epoch()) {
      return;
    }
    if (!owner.isSameTerm(mine)) {
      anotherCameFirst(p);
    } else if (p.wanted == null) {
      giveUp(p);
    } else if (p.inPlace()) {
      copy(p);
    } else {
      goOn(p);
    }
  }

  /** Somebody became the owner whom this process has not fenced yet. */
  private void anotherCameFirst(OwnedPartition p) {
    p.owed = true;
    if (p.wanted == null) {
      giveUp(p);
    } else {
      p.await();
      p.positionsRead = true;
      startFree(List.of(p));
    }
  }

  private void copy(OwnedPartition p) {
    p.stage = Stage.COPYING;
    p.owed = false;
    p.settled = false;
    p.trouble = null;
    p.written = p.last;
    p.task.add(
        new CopyOrder(
            p.route.source(),
            p.route.remote(),
            p.last.copied(),
            p.route.sourceId(),
            p.route.remoteId()));
  }

  private boolean taskInUse(int index) {
    return partitions.values().stream().anyMatch(p -> p.task != null && p.taskIndex == index);
  }

  /**
   * Stops everything now, without a hand-over: the group may have given the work to others. What is
   * still assigned comes with the next assignment.
   */
  synchronized void stopAll() {
    Map<TopicPartition, PartitionState> states = tasks.states();
    for (OwnedPartition p : partitions.values()) {
      if (p.held()) {
        PartitionState state = states.get(p.source);
        p.learn(state == null ? null : state.copied());
        cutShort.put(p.source, p);
      }
    }
    partitions.clear();
    tasks.close();
    notifyAll();
  }

  /** Writes the positions that have changed since they were last written. */
  synchronized void writePositions() {
    startFree(partitions.values());
    Map<TopicPartition, PartitionState> states = tasks.states();
    for (OwnedPartition p : partitions.values()) {
      if (p.stage != Stage.COPYING) {
        continue;
      }
      PartitionState state = states.get(p.source);
      p.learn(state == null ? null : state.copied());
      if (positions.overwritten(p.source)) {
        Ownership mine = p.last.ownership();
        p.last = p.last.with(Ownership.holding(incarnation, mine.writer(), mine.epoch() + 1));
      }
      if (!p.last.equals(p.written)) {
        StoredPosition now = p.last;
        p.written = now;
        then(positions.write(p.source, now), (_, failure) -> wrote(p, now, failure));
      }
    }
  }

  private synchronized void wrote(OwnedPartition p, StoredPosition position, Throwable failure) {
    if (failure != null && position.equals(p.written)) {
      p.written = null;
    }
  }

  /** Whether another process has taken over from a task of this one. */
  synchronized boolean isFenced() {
    return tasks.isFenced();
  }

  /**
   * All tasks follow another policy from now on.
   *
   * @param ofTasks the policy of one of so many tasks of the flow
   */
  synchronized void follow(IntFunction<CopyPolicy> ofTasks) {
    CopyPolicy before = tasks.policy();
    tasks.follow(ofTasks);
    if (!tasks.policy().equals(before)) {
      if (!tasks.policy().delivery().equals(before.delivery())) {
        startFailedAgain();
      }
      partitions.values().forEach(p -> p.retryAtNanos = nanoTime.getAsLong());
      startFree(partitions.values());
    }
  }

  /** What failed of a record may go on now: with what was fetched behind it, again. */
  private void startFailedAgain() {
    Map<TopicPartition, PartitionState> states = tasks.states();
    for (OwnedPartition p : partitions.values()) {
      PartitionState state = states.get(p.source);
      if (p.stage == Stage.COPYING && state != null && state.phase() == Phase.Failed) {
        release(p);
      }
    }
  }

  synchronized void setPaused(boolean pause) {
    tasks.setPaused(pause);
  }

  /**
   * Waits until nothing is held any more.
   *
   * @return whether that is so
   */
  synchronized boolean awaitNothingHeld(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (partitions.values().stream().anyMatch(OwnedPartition::held)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** How many partitions this member may still be writing to. */
  synchronized int held() {
    return (int) partitions.values().stream().filter(OwnedPartition::held).count();
  }

  /** How long ago the slowest event loop of the tasks turned; zero without tasks. */
  synchronized Duration sinceLastTurn() {
    return tasks.sinceLastTurn();
  }

  /** The tasks and what is known of the partitions assigned to this pod. */
  synchronized WorkSnapshot snapshot() {
    Map<TopicPartition, PartitionState> states = tasks.states();
    for (OwnedPartition p : partitions.values()) {
      if (p.trouble != null) {
        states.putIfAbsent(p.source, p.trouble);
      }
    }
    List<TopicPartition> assigned =
        partitions.values().stream().filter(p -> p.wanted != null).map(p -> p.source).toList();
    return new WorkSnapshot(tasks.health(), assigned, states, tasks.withoutFencing());
  }
}
