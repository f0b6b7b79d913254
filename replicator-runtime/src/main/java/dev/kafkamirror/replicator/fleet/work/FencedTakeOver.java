package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.fleet.group.CopyRoute;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.resume.LostPartition;
import dev.kafkamirror.replicator.resume.ResumePoint;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.TargetTruncation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over by proof (design D7): fences each lost owner once for all that is taken over from it,
 * and only then looks what has arrived, because it is final from then on.
 */
public final class FencedTakeOver implements TakeOver {
  private static final Logger LOG = LoggerFactory.getLogger(FencedTakeOver.class);

  /** Of a partition that nobody has copied yet. */
  static final Copied NOTHING = Copied.upTo(new Position(CopyOrder.EARLIEST, -1, -1));

  /** Records of a target that lost some which are compared; more than there are fences. */
  private static final int COMPARED_BEFORE_A_LOSS = 1_000;

  /** Keeps a writer's batches out of partitions, see {@code fence.Fence}. */
  public interface Fencing {
    CompletableFuture<Void> fence(String transactionalId, Set<TopicPartition> remotePartitions);
  }

  private final Fencing fencing;
  private final Function<
          Collection<LostPartition>, Map<TopicPartition, CompletableFuture<ResumePoint>>>
      resume;
  private final BooleanSupplier required;
  private final Clock clock;
  private final LongSupplier nanoTime;

  /**
   * @param resume see {@code resume.ExactResume}
   * @param required whether nothing may be taken over from an owner that cannot be fenced
   * @param clock wall clock, for people
   * @param nanoTime monotonic clock
   */
  public FencedTakeOver(
      Fencing fencing,
      Function<Collection<LostPartition>, Map<TopicPartition, CompletableFuture<ResumePoint>>>
          resume,
      BooleanSupplier required,
      Clock clock,
      LongSupplier nanoTime) {
    this.fencing = fencing;
    this.resume = resume;
    this.required = required;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public boolean fencingRequired() {
    return required.getAsBoolean();
  }

  @Override
  public Map<TopicPartition, CompletableFuture<Copied>> find(Collection<Vacant> partitions) {
    Map<TopicPartition, CompletableFuture<Copied>> starts = new HashMap<>();
    Map<Optional<String>, List<Vacant>> byWriter = new HashMap<>();
    for (Vacant vacant : partitions) {
      CompletableFuture<Copied> start = new CompletableFuture<>();
      starts.put(vacant.route().source(), start);
      Optional<Ownership> lost =
          vacant.latest().map(StoredPosition::ownership).filter(o -> !o.settled());
      if (lost.isEmpty()) {
        start.complete(NOTHING);
      } else {
        byWriter
            .computeIfAbsent(Optional.ofNullable(lost.get().writer()), _ -> new ArrayList<>())
            .add(vacant);
      }
    }
    byWriter.forEach(
        (writer, lost) -> {
          var _ =
              fence(writer, lost)
                  .thenRun(() -> resume(lost, starts))
                  .exceptionally(failure -> fail(lost, starts, failure));
        });
    return starts;
  }

  private CompletableFuture<Void> fence(Optional<String> writer, List<Vacant> lost) {
    if (writer.isEmpty()) {
      long unfenced =
          lost.stream()
              .filter(v -> !v.latest().orElseThrow().ownership().isAnotherMirror())
              .count();
      if (unfenced == 0) {
        return CompletableFuture.completedFuture(null);
      }
      LOG.atWarn()
          .addKeyValue("partitions", unfenced)
          .log("lost owner wrote without a transactional id; only its lease keeps it from writing");
      return CompletableFuture.completedFuture(null);
    }
    Set<TopicPartition> remote =
        lost.stream().map(v -> v.route().remote()).collect(Collectors.toSet());
    long start = nanoTime.getAsLong();
    return fencing
        .fence(writer.get(), remote)
        .thenRun(
            () ->
                LOG.atInfo()
                    .addKeyValue("writer", writer.get())
                    .addKeyValue("partitions", remote.size())
                    .addKeyValue("ms", (nanoTime.getAsLong() - start) / 1_000_000)
                    .log("lost owner fenced"))
        .exceptionallyCompose(failure -> refused(writer.get(), failure));
  }

  private static Void fail(
      List<Vacant> lost, Map<TopicPartition, CompletableFuture<Copied>> starts, Throwable failure) {
    lost.forEach(v -> starts.get(v.route().source()).completeExceptionally(failure));
    return null;
  }

  private CompletableFuture<Void> refused(String writer, Throwable failure) {
    Throwable cause = ClusterErrors.cause(failure);
    boolean forGood =
        cause instanceof AuthorizationException || cause instanceof UnsupportedVersionException;
    if (!forGood) {
      return CompletableFuture.failedFuture(cause);
    }
    String why = ClusterErrors.message(cause);
    if (required.getAsBoolean()) {
      return CompletableFuture.failedFuture(new FencingNotPossibleException(why));
    }
    LOG.atWarn()
        .addKeyValue("writer", writer)
        .addKeyValue("reason", why)
        .log("lost owner cannot be fenced; only its lease keeps it from writing");
    return CompletableFuture.completedFuture(null);
  }

  private void resume(List<Vacant> lost, Map<TopicPartition, CompletableFuture<Copied>> starts) {
    List<LostPartition> known = new ArrayList<>();
    Map<TopicPartition, Copied> stored = new HashMap<>();
    for (Vacant vacant : lost) {
      CopyRoute route = vacant.route();
      if (vacant.known()) {
        Copied copied = vacant.latest().orElseThrow().copied();
        stored.put(route.source(), copied);
        known.add(new LostPartition(route.source(), route.remote(), copied.position()));
      } else {
        starts.get(route.source()).complete(NOTHING);
      }
    }
    if (known.isEmpty()) {
      return;
    }
    Map<TopicPartition, LostPartition> bySource = new HashMap<>();
    known.forEach(one -> bySource.put(one.source(), one));
    resume
        .apply(known)
        .forEach(
            (source, point) -> {
              var _ =
                  point
                      .thenCompose(found -> start(bySource.get(source), stored.get(source), found))
                      .whenComplete(
                          (copied, failure) -> {
                            if (failure == null) {
                              starts.get(source).complete(copied);
                            } else {
                              starts.get(source).completeExceptionally(failure);
                            }
                          });
            });
  }

  private CompletableFuture<Copied> start(LostPartition lost, Copied stored, ResumePoint found) {
    if (!found.targetTruncated()) {
      return CompletableFuture.completedFuture(proven(lost.source(), stored, found));
    }
    if (found.sourceTruncated()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "The source and the target both end before the stored position %s. Set the position by hand, or delete the remote topic to have it mirrored again"
                  .formatted(stored.position())));
    }
    // The fence has put its marker where lost records were, so that the end does not tell how many
    // are left: the records before it do.
    long before = Math.max(0, found.target().end() - COMPARED_BEFORE_A_LOSS);
    Optional<TargetTruncation> left = TargetTruncation.of(stored, before);
    if (left.isEmpty()) {
      return CompletableFuture.completedFuture(proven(lost.source(), stored, found));
    }
    Copied known = left.get().left();
    var again = new LostPartition(lost.source(), lost.target(), known.position());
    return resume
        .apply(List.of(again))
        .get(lost.source())
        .thenApply(
            exactly -> {
              Copied copied = proven(lost.source(), known, exactly);
              long from = copied.position().sourceOffset();
              long to = stored.position().sourceOffset();
              LOG.atError()
                  .addKeyValue("partition", lost.source())
                  .addKeyValue("fromOffset", from)
                  .addKeyValue("toOffset", to - 1)
                  .log("The target lost records that it had acknowledged; they are copied again");
              return from < to
                  ? copied.without(DataLoss.of(from, to, Reason.TargetTruncated, clock::millis))
                  : copied;
            });
  }

  /**
   * What is copied, as the target shows. Where one of the logs ends before the stored position,
   * that position is kept: the task finds the same and does what the settings say.
   */
  Copied proven(TopicPartition source, Copied stored, ResumePoint found) {
    if (found.foreign() > 0) {
      LOG.atWarn()
          .addKeyValue("partition", source)
          .addKeyValue("records", found.foreign())
          .addKeyValue("behind", stored.position().targetOffset())
          .log("The remote partition holds records that this flow has not written");
    }
    if (found.targetTruncated() || found.sourceTruncated()) {
      LOG.atError()
          .addKeyValue("partition", source)
          .addKeyValue("stored", stored.position())
          .addKeyValue("source", found.source())
          .addKeyValue("target", found.target())
          .log("A log ends before the stored position");
      return stored;
    }
    OffsetRanges ranges = stored.ranges();
    for (OffsetRange range : found.ranges()) {
      ranges = ranges.append(range);
    }
    Copied copied = new Copied(found.position(), ranges, stored.losses(), stored.foreign());
    return found.foreign() == 0
        ? copied
        : copied.with(
            stored
                .foreign()
                .and(
                    found.foreign(),
                    Math.max(0, stored.position().targetOffset()),
                    found.target().end(),
                    clock.millis()));
  }
}
