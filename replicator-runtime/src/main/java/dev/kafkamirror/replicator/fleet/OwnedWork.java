package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.fleet.OwnedPartition.Stage;
import dev.kafkamirror.replicator.fleet.WorkShare.Assigned;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.PartitionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this pod copies, and the hand-over of partitions from and to other pods. Decides under one
 * lock and never waits under it.
 *
 * <p>Two things keep a partition from being copied twice. Between its claims and the assignment
 * that answers them a member starts nothing, so that no leader counts on a partition being free
 * that is not. And a member that finds a partition held by another waits for that one's final
 * position, given up in the generation of the assignment or later: an older record may be of an
 * earlier stay.
 */
final class OwnedWork {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedWork.class);

  private final String incarnation;
  private final IntFunction<CopyTask> newTask;
  private final Positions positions;
  private final Executor callbacks;
  private final List<CopyTask> tasks = new ArrayList<>();
  private final Map<TopicPartition, OwnedPartition> partitions = new HashMap<>();

  /** Partitions that were held at the last claims; another member may wait for their release. */
  private final Set<TopicPartition> claimedAsHeld = new HashSet<>();

  /** The last own position of partitions whose copying was cut short. */
  private final Map<TopicPartition, OwnedPartition> cutShort = new HashMap<>();

  private int generation = -1;
  private int taskCount;
  private boolean awaitingAssignment;
  private boolean paused;
  private CopyPolicy policy = CopyPolicy.DEFAULT;

  /**
   * @param newTask makes the task of an index
   * @param callbacks where completed futures are taken up: a task may complete one under its own
   *     lock
   */
  OwnedWork(
      String incarnation, IntFunction<CopyTask> newTask, Positions positions, Executor callbacks) {
    this.incarnation = incarnation;
    this.newTask = newTask;
    this.positions = positions;
    this.callbacks = callbacks;
  }

  /** What this member has, for its subscription. Nothing is started until {@link #assign}. */
  synchronized List<Claim> claims() {
    awaitingAssignment = true;
    partitions.values().removeIf(p -> p.stage == Stage.GIVEN_UP);
    List<Claim> claims = partitions.values().stream().map(OwnedPartition::claim).toList();
    claimedAsHeld.clear();
    claims.stream().filter(Claim::held).forEach(c -> claimedAsHeld.add(c.partition()));
    return claims;
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
      taskCount = share.tasks();
      while (tasks.size() < share.tasks()) {
        CopyTask task = newTask.apply(tasks.size());
        task.apply(policy);
        if (paused) {
          task.pause();
        }
        tasks.add(task);
      }
      Map<TopicPartition, Assigned> wanted = new HashMap<>();
      share.partitions().forEach(a -> wanted.put(a.route().source(), a));
      wanted.keySet().forEach(tp -> partitions.computeIfAbsent(tp, OwnedPartition::new));
      partitions.values().forEach(p -> want(p, wanted.get(p.source)));
      partitions.values().removeIf(p -> p.stage == Stage.WAITING && p.wanted == null);
      giveUpWhatWasCutShort(wanted.keySet());
      closeSurplusTasks();
      readPositionsForNewcomers();
    }
    partitions.values().forEach(this::startIfFree);
  }

  private void want(OwnedPartition p, Assigned wanted) {
    p.wanted = wanted;
    switch (p.stage) {
      case WAITING -> {
        // Started, or dropped, by assign.
      }
      case COPYING -> {
        if (!p.inPlace()) {
          release(p);
        }
      }
      case RELEASING -> {
        // Goes on; what follows depends on what is wanted when it is done.
      }
      case HANDING_OVER, GIVEN_UP -> {
        if (wanted == null) {
          // Given up in an earlier generation than the one that the successor got it in.
          giveUp(p);
        } else if (p.stage == Stage.GIVEN_UP) {
          p.stage = Stage.WAITING;
          p.positionsRead = false;
        }
      }
    }
  }

  private void release(OwnedPartition p) {
    p.stage = Stage.RELEASING;
    p.learn(copied(p), incarnation);
    var _ =
        p.task
            .release(p.source)
            .whenCompleteAsync((copied, failure) -> released(p, copied, failure), callbacks);
  }

  private synchronized void released(OwnedPartition p, Copied copied, Throwable failure) {
    if (p.stage != Stage.RELEASING || partitions.get(p.source) != p) {
      return;
    }
    if (failure != null) {
      LOG.atWarn()
          .addKeyValue("partition", p.source)
          .addKeyValue("reason", ClusterErrors.message(failure))
          .log("not everything sent was settled; the successor starts at the last settled record");
    }
    p.learn(copied, incarnation);
    p.task = null;
    p.taskIndex = Claim.NOT_ASSIGNED;
    if (p.wanted == null) {
      giveUp(p);
    } else {
      start(p, p.last);
    }
    closeSurplusTasks();
  }

  private void giveUp(OwnedPartition p) {
    p.stage = Stage.HANDING_OVER;
    int attempt = ++p.handOvers;
    var _ =
        positions
            .writeSurely(p.source, p.finalPosition(incarnation, generation))
            .whenCompleteAsync((_, failure) -> handedOver(p, attempt, failure), callbacks);
  }

  private synchronized void handedOver(OwnedPartition p, int attempt, Throwable failure) {
    boolean current = partitions.get(p.source) == p && p.handOvers == attempt;
    if (!current || p.stage != Stage.HANDING_OVER || failure != null) {
      return;
    }
    if (p.wanted == null) {
      p.stage = Stage.GIVEN_UP;
    } else {
      // It came back before anyone else was told of it.
      start(p, p.last);
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
    cutShort.keySet().removeIf(source -> !wanted.contains(source));
  }

  private void readPositionsForNewcomers() {
    List<OwnedPartition> newcomers =
        partitions.values().stream()
            .filter(p -> p.stage == Stage.WAITING && !p.positionsRead)
            .toList();
    if (!newcomers.isEmpty()) {
      var _ =
          positions
              .readToEnd()
              .whenCompleteAsync((_, failure) -> positionsRead(newcomers, failure), callbacks);
    }
  }

  private synchronized void positionsRead(List<OwnedPartition> newcomers, Throwable failure) {
    if (failure != null) {
      return;
    }
    for (OwnedPartition p : newcomers) {
      p.positionsRead = true;
      if (partitions.get(p.source) == p) {
        startIfFree(p);
      }
    }
  }

  /** A position of this partition was read. */
  synchronized void positionRead(TopicPartition source) {
    OwnedPartition p = partitions.get(source);
    if (p != null) {
      startIfFree(p);
    }
  }

  private void startIfFree(OwnedPartition p) {
    if (p.stage != Stage.WAITING || p.wanted == null || awaitingAssignment) {
      return;
    }
    StoredPosition latest = positions.latest(p.source).orElse(null);
    String from = p.wanted.from();
    boolean free =
        from == null ? p.positionsRead : latest != null && latest.releasedBy(from, generation);
    if (free) {
      start(p, newest(latest, cutShort.remove(p.source)));
    }
  }

  /** The stored position, unless this process was the last to write and knows of more. */
  private StoredPosition newest(StoredPosition stored, OwnedPartition own) {
    if (own == null || own.last == null) {
      return stored;
    }
    boolean foreign = stored != null && !stored.owner().equals(incarnation);
    boolean further =
        stored == null || own.last.position().sourceOffset() > stored.position().sourceOffset();
    return !foreign && further ? own.last : stored;
  }

  private void start(OwnedPartition p, StoredPosition from) {
    CopyRoute route = p.wanted.route();
    boolean known = from != null && from.belongsTo(route.sourceId(), route.remoteId());
    if (from != null && !known) {
      LOG.atWarn()
          .addKeyValue("partition", p.source)
          .log("the source or the remote topic was recreated; copied again from its beginning");
    }
    p.route = route;
    p.last = known ? from : null;
    p.written = null;
    p.taskIndex = p.wanted.task();
    p.task = tasks.get(p.taskIndex);
    p.stage = Stage.COPYING;
    p.task.add(
        known
            ? new CopyOrder(route.source(), route.remote(), from.copied(), route.sourceId())
            : CopyOrder.fromTheBeginning(route.source(), route.remote(), route.sourceId()));
  }

  /** Ends the tasks beyond those wanted, once they have handed over everything. */
  private void closeSurplusTasks() {
    while (tasks.size() > taskCount && partitions.values().stream().noneMatch(this::inLastTask)) {
      tasks.removeLast().close();
    }
  }

  private boolean inLastTask(OwnedPartition p) {
    return p.task != null && p.taskIndex == tasks.size() - 1;
  }

  /**
   * Stops everything now, without a hand-over: the group may have given the work to others. What is
   * still assigned comes with the next assignment.
   */
  synchronized void stopAll() {
    for (OwnedPartition p : partitions.values()) {
      if (p.held()) {
        p.learn(copied(p), incarnation);
        cutShort.put(p.source, p);
      }
    }
    partitions.clear();
    tasks.forEach(CopyTask::close);
    tasks.clear();
    notifyAll();
  }

  /** Writes the positions that have changed since they were last written. */
  synchronized void writePositions() {
    Map<CopyTask, Map<TopicPartition, PartitionState>> states = new HashMap<>();
    for (OwnedPartition p : partitions.values()) {
      if (p.stage != Stage.COPYING) {
        continue;
      }
      PartitionState state = states.computeIfAbsent(p.task, CopyTask::partitions).get(p.source);
      p.learn(state == null ? null : state.copied(), incarnation);
      if (p.last != null && !p.last.owner().equals(incarnation)) {
        p.learn(p.last.copied(), incarnation);
      }
      if (p.last != null && (!p.last.equals(p.written) || overwritten(p))) {
        StoredPosition now = p.last;
        p.written = now;
        var _ =
            positions
                .write(p.source, now)
                .whenCompleteAsync((_, failure) -> wrote(p, now, failure), callbacks);
      }
    }
  }

  /** A late write of an earlier owner must not stay the last word. */
  private boolean overwritten(OwnedPartition p) {
    return positions.latest(p.source).filter(l -> !l.owner().equals(incarnation)).isPresent();
  }

  private synchronized void wrote(OwnedPartition p, StoredPosition position, Throwable failure) {
    if (failure != null && position.equals(p.written)) {
      p.written = null;
    }
  }

  private static Copied copied(OwnedPartition p) {
    PartitionState state = p.task == null ? null : p.task.partitions().get(p.source);
    return state == null ? null : state.copied();
  }

  /** All tasks follow another policy from now on. */
  synchronized void follow(CopyPolicy now) {
    if (!now.equals(policy)) {
      policy = now;
      tasks.forEach(task -> task.apply(now));
    }
  }

  synchronized void setPaused(boolean pause) {
    if (pause != paused) {
      paused = pause;
      tasks.forEach(pause ? CopyTask::pause : CopyTask::resume);
    }
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

  /** The tasks and what they say of the partitions assigned to this pod. */
  synchronized WorkSnapshot snapshot() {
    Map<TopicPartition, PartitionState> states = new HashMap<>();
    tasks.forEach(task -> states.putAll(task.partitions()));
    List<TopicPartition> assigned =
        partitions.values().stream().filter(p -> p.wanted != null).map(p -> p.source).toList();
    return new WorkSnapshot(tasks.stream().map(CopyTask::health).toList(), assigned, states);
  }
}
