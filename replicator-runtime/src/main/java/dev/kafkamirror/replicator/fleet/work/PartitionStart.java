package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.fleet.work.OwnedPartition.Stage;
import dev.kafkamirror.replicator.fleet.work.TakeOver.Vacant;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a partition that nobody else holds is begun: where its last owner settled it, where a lost
 * one turns out to have got to, or at the beginning. Then it is claimed. What keeps it from being
 * started is tried again, less and less often.
 *
 * <p>A part of {@link OwnedWork}: everything here runs under its lock.
 */
final class PartitionStart {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionStart.class);
  private static final long LONGEST_PAUSE_SECONDS = 8;

  private final Positions positions;
  private final PodPartitions partitions;
  private final PodTasks tasks;
  private final TakeOver takeOver;
  private final HandOver handOver;
  private final NextStep next;
  private final Clock clock;
  private final LongSupplier nanoTime;

  /**
   * @param clock wall clock, for people
   * @param nanoTime monotonic clock
   */
  PartitionStart(
      Positions positions,
      PodPartitions partitions,
      PodTasks tasks,
      TakeOver takeOver,
      HandOver handOver,
      NextStep next,
      Clock clock,
      LongSupplier nanoTime) {
    this.positions = positions;
    this.partitions = partitions;
    this.tasks = tasks;
    this.takeOver = takeOver;
    this.handOver = handOver;
    this.next = next;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Reads what members that are gone have written of partitions that have just come. */
  void readPositionsOfNewcomers() {
    List<OwnedPartition> newcomers =
        partitions.all().stream()
            .filter(p -> p.stage == Stage.WAITING && !p.positionsRead)
            .toList();
    if (!newcomers.isEmpty()) {
      next.after(positions.readToEnd(), (_, failure) -> positionsRead(newcomers, failure));
    }
  }

  private void positionsRead(List<OwnedPartition> newcomers, Throwable failure) {
    if (failure == null) {
      newcomers.forEach(p -> p.positionsRead = true);
      startFree(newcomers);
    }
  }

  /** Starts those that nobody holds. */
  void startFree(Collection<OwnedPartition> candidates) {
    List<Vacant> lost = new ArrayList<>();
    for (OwnedPartition p : candidates) {
      if (!isFree(p)) {
        continue;
      }
      Ownership owner = positions.owner(p.source).orElse(null);
      if (p.found != null && p.comesBehind(owner)) {
        handOver.claim(p, p.found);
        continue;
      }
      p.before = owner;
      Optional<StoredPosition> latest = positions.latest(p.source);
      StartRule rule = rule(p, latest);
      if (rule == StartRule.HOLD) {
        failed(p, new SourceTopicRecreatedException(p.source.topic()));
      } else if (rule == StartRule.GO_ON && latest.orElseThrow().ownership().settled()) {
        handOver.claim(p, latest.get().copied());
      } else {
        lost.add(vacant(p, latest, rule == StartRule.GO_ON));
      }
    }
    find(lost);
  }

  private boolean isFree(OwnedPartition p) {
    if (!partitions.has(p)
        || p.stage != Stage.WAITING
        || p.wanted == null
        || partitions.awaitingAssignment()
        || (p.trouble != null && nanoTime.getAsLong() - p.retryAtNanos < 0)) {
      return false;
    }
    String from = p.wanted.from();
    if (from == null || p.owed) {
      return p.positionsRead;
    }
    return positions
        .owner(p.source)
        .filter(o -> o.releasedBy(from, partitions.generation()))
        .isPresent();
  }

  private StartRule rule(OwnedPartition p, Optional<StoredPosition> stored) {
    return StartRule.of(
        stored,
        p.wanted.route().topics(positions.targetCluster()),
        tasks.policy().onSourceRecreate());
  }

  /** Starts what this process itself had last, in the place that is wanted now. */
  void startOwn(OwnedPartition p) {
    p.before = p.last.ownership();
    StoredPosition own = p.last.with(p.before.released(partitions.generation(), p.settled));
    StartRule rule = rule(p, Optional.of(own));
    if (rule == StartRule.HOLD) {
      hold(p, own);
    } else if (rule == StartRule.GO_ON && p.settled) {
      handOver.claim(p, p.last.copied());
    } else {
      p.owed = true;
      find(List.of(vacant(p, Optional.of(own), rule == StartRule.GO_ON)));
    }
  }

  /** Keeps what is copied of a source topic that is gone as it is, until the policy says more. */
  private void hold(OwnedPartition p, StoredPosition own) {
    var _ = positions.writeSurely(p.source, own);
    p.awaitOwed();
    failed(p, new SourceTopicRecreatedException(p.source.topic()));
  }

  private static Vacant vacant(OwnedPartition p, Optional<StoredPosition> latest, boolean known) {
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
              next.after(start, (found, failure) -> found(p, attempt, found, failure));
            });
  }

  private void found(OwnedPartition p, int attempt, Copied found, Throwable failure) {
    if (!partitions.isLatest(p, attempt)) {
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

  /** It is tried again after a pause; until then its state says why. */
  void failed(OwnedPartition p, Throwable failure) {
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

  /** What is in the way may be gone by other settings: no attempt is waited for. */
  void tryNow() {
    partitions.all().forEach(p -> p.retryAtNanos = nanoTime.getAsLong());
    startFree(partitions.all());
  }
}
