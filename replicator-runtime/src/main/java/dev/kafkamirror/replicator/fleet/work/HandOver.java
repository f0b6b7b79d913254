package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import java.util.Optional;

/**
 * How this process becomes the owner of a partition, and how it stops being it: both by a record in
 * the positions topic. A claim is written as soon as the task has a name to be fenced by, and
 * counts when it is read there with nobody else's before it. A partition is given up once its final
 * position is written.
 *
 * <p>A part of {@link OwnedWork}: everything here runs under its lock.
 */
final class HandOver {

  /** What came of it. What follows depends on what is wanted by then. */
  interface Outcome {

    /** This process is the owner. */
    void owned(OwnedPartition p);

    /** Somebody became the owner whom this process has not fenced yet. */
    void anotherCameFirst(OwnedPartition p);

    /** The task has no name to be fenced by, and is required to have one. */
    void unfenceable(OwnedPartition p, String why);

    /** The final position is written. */
    void givenUp(OwnedPartition p);
  }

  private final String incarnation;
  private final Positions positions;
  private final PodPartitions partitions;
  private final PodTasks tasks;
  private final TakeOver takeOver;
  private final NextStep next;
  private final Outcome outcome;

  HandOver(
      String incarnation,
      Positions positions,
      PodPartitions partitions,
      PodTasks tasks,
      TakeOver takeOver,
      NextStep next,
      Outcome outcome) {
    this.incarnation = incarnation;
    this.positions = positions;
    this.partitions = partitions;
    this.tasks = tasks;
    this.takeOver = takeOver;
    this.next = next;
    this.outcome = outcome;
  }

  /**
   * Writes that this process is the owner now, behind {@link OwnedPartition#before}.
   *
   * @param copied by all owners before
   */
  void claim(OwnedPartition p, Copied copied) {
    p.await();
    p.stage = OwnedPartition.Stage.CLAIMING;
    p.claimed = false;
    p.settled = true;
    p.route = p.wanted.route();
    p.taskIndex = p.wanted.task();
    p.task = tasks.get(p.taskIndex);
    int epoch = p.before == null ? Ownership.NO_EPOCH : p.before.epoch();
    p.last =
        new StoredPosition(
            copied,
            p.route.topics(positions.targetCluster()),
            Ownership.holding(incarnation, null, epoch + 1));
    int attempt = p.attempts;
    next.after(p.task.identified(), (_, failure) -> identified(p, attempt, failure));
  }

  private void identified(OwnedPartition p, int attempt, Throwable failure) {
    if (!partitions.isLatest(p, attempt) || failure != null) {
      return;
    }
    Optional<String> unfenceable = p.task.withoutFencing();
    if (unfenceable.isPresent() && takeOver.fencingRequired()) {
      outcome.unfenceable(p, unfenceable.get());
      return;
    }
    if (!p.comesBehind(positions.owner(p.source).orElse(null))) {
      outcome.anotherCameFirst(p);
      return;
    }
    p.claimed = true;
    p.last =
        p.last.with(
            Ownership.holding(incarnation, p.task.transactionalId(), p.last.ownership().epoch()));
    var _ = positions.writeSurely(p.source, p.last);
  }

  /** A record of a partition that is being claimed was read. */
  void read(OwnedPartition p) {
    Ownership mine = p.last.ownership();
    Ownership owner = positions.owner(p.source).orElse(null);
    if (!p.claimed || owner == null || owner.epoch() < mine.epoch()) {
      return;
    }
    if (owner.isSameTerm(mine)) {
      outcome.owned(p);
    } else {
      outcome.anotherCameFirst(p);
    }
  }

  /** Writes the final position, released in the generation that is followed now. */
  void giveUp(OwnedPartition p) {
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
    p.stage = OwnedPartition.Stage.HANDING_OVER;
    int attempt = p.attempts;
    StoredPosition last =
        p.last.with(p.last.ownership().released(partitions.generation(), p.settled));
    next.after(positions.writeSurely(p.source, last), (_, failure) -> written(p, attempt, failure));
  }

  private void written(OwnedPartition p, int attempt, Throwable failure) {
    if (partitions.isLatest(p, attempt) && failure == null) {
      p.owed = false;
      outcome.givenUp(p);
    }
  }
}
