package dev.kafkamirror.replicator.fleet.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.fleet.group.CopyRoute;
import dev.kafkamirror.replicator.fleet.work.FencedTakeOver.Fencing;
import dev.kafkamirror.replicator.fleet.work.TakeOver.Vacant;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.ForeignRecords;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.resume.LogBounds;
import dev.kafkamirror.replicator.resume.LostPartition;
import dev.kafkamirror.replicator.resume.ResumePoint;
import dev.kafkamirror.replicator.task.CopyOrder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

/** The order of a take-over: fence, look, start. */
class FencedTakeOverTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(7_000), ZoneOffset.UTC);
  private static final Uuid ID = new Uuid(1, 1);
  private static final LogBounds BOUNDS = new LogBounds(0, 100);

  private final Map<String, Set<TopicPartition>> fenced = new HashMap<>();
  private final Map<String, CompletableFuture<Void>> fences = new HashMap<>();
  private final Map<TopicPartition, LostPartition> looked = new HashMap<>();
  private boolean required;

  /** Where the target has lost what the stored position says; what a second look finds. */
  private ResumePoint afterALoss;

  private final Fencing fencing =
      (writer, partitions) -> {
        fenced.put(writer, partitions);
        return fences.computeIfAbsent(writer, _ -> new CompletableFuture<>());
      };
  private final FencedTakeOver takeOver =
      new FencedTakeOver(fencing, this::look, () -> required, CLOCK, System::nanoTime);

  private Map<TopicPartition, CompletableFuture<ResumePoint>> look(Collection<LostPartition> lost) {
    Map<TopicPartition, CompletableFuture<ResumePoint>> points = new HashMap<>();
    for (LostPartition one : lost) {
      boolean first = looked.put(one.source(), one) == null;
      ResumePoint found = afterALoss != null && !first ? afterALoss : point(afterALoss != null);
      points.put(one.source(), CompletableFuture.completedFuture(found));
    }
    return points;
  }

  private static ResumePoint point(boolean truncated) {
    return new ResumePoint(
        new Position(60, 55, 3),
        List.of(new OffsetRange(50, 45, 10)),
        BOUNDS,
        BOUNDS,
        10,
        0,
        0,
        0,
        truncated,
        false);
  }

  private static CopyRoute route(int partition) {
    return new CopyRoute(
        new TopicPartition("t", partition), new TopicPartition("east.t", partition), ID, ID);
  }

  private static final Copied STORED =
      new Copied(new Position(50, 45, 3), OffsetRanges.NONE.append(new OffsetRange(20, 15, 30)));

  private static Vacant lost(int partition, String writer) {
    StoredPosition stored =
        new StoredPosition(
            STORED, new TopicPair(ID, ID, null), Ownership.holding("lost", writer, 1));
    return new Vacant(route(partition), Optional.of(stored), true);
  }

  private Map<TopicPartition, CompletableFuture<Copied>> find(Vacant... vacant) {
    return takeOver.find(List.of(vacant));
  }

  @Test
  void eachLostWriterIsFencedOnceOnWhatIsTakenFromIt() {
    find(lost(0, "a"), lost(1, "b"), lost(2, "a"));

    assertThat(fenced)
        .containsEntry("a", Set.of(route(0).remote(), route(2).remote()))
        .containsEntry("b", Set.of(route(1).remote()));
  }

  @Test
  void whatHasArrivedIsLookedForOnlyBehindTheFence() {
    var start = find(lost(0, "a")).get(route(0).source());
    assertThat(looked).isEmpty();

    fences.get("a").complete(null);

    assertThat(looked.get(route(0).source()).stored()).isEqualTo(new Position(50, 45, 3));
    Copied proven =
        new Copied(new Position(60, 55, 3), OffsetRanges.NONE.append(new OffsetRange(20, 15, 40)));
    assertThat(start).isCompletedWithValue(proven);
  }

  @Test
  void whatNobodyCopiedYetStartsAtTheEarliest() {
    var start = find(new Vacant(route(0), Optional.empty(), false)).get(route(0).source());

    assertThat(start).isCompletedWithValue(FencedTakeOver.NOTHING);
    assertThat(fenced).isEmpty();
  }

  @Test
  void aLostOwnerOfARecreatedTopicIsFencedBeforeItIsCopiedFromItsBeginning() {
    Vacant recreated = new Vacant(route(0), lost(0, "a").latest(), false);
    var start = find(recreated).get(route(0).source());
    assertThat(start).isNotDone();

    fences.get("a").complete(null);

    assertThat(start).isCompletedWithValue(FencedTakeOver.NOTHING);
    assertThat(looked).isEmpty();
  }

  @Test
  void whereRightsAreMissingItGoesOnWithoutAFence() throws Exception {
    var start = find(lost(0, "a")).get(route(0).source());

    fences.get("a").completeExceptionally(new TransactionalIdAuthorizationException("no right"));

    assertThat(start.get().position()).isEqualTo(new Position(60, 55, 3));
  }

  @Test
  void whereFencingIsRequiredMissingRightsStopThePartition() {
    required = true;
    var start = find(lost(0, "a")).get(route(0).source());

    fences.get("a").completeExceptionally(new TransactionalIdAuthorizationException("no right"));

    assertThat(start)
        .isCompletedExceptionally()
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(FencingNotPossibleException.class);
    assertThat(looked).isEmpty();
  }

  @Test
  void aFenceThatTakesTooLongIsNoReasonToGoOnWithoutIt() {
    var start = find(lost(0, "a")).get(route(0).source());

    fences.get("a").completeExceptionally(new TimeoutException("a minute"));

    assertThat(start).isCompletedExceptionally();
    assertThat(looked).isEmpty();
  }

  @Test
  void anOwnerWithoutANameIsLookedAfterWithoutAFence() throws Exception {
    var start = find(lost(0, null)).get(route(0).source());

    assertThat(start.get().position()).isEqualTo(new Position(60, 55, 3));
  }

  @Test
  void whatTheTargetLostIsFoundByTheRecordsBeforeTheFenceAndSaid() {
    afterALoss =
        new ResumePoint(
            new Position(40, 36, 3),
            List.of(new OffsetRange(20, 15, 20)),
            BOUNDS,
            BOUNDS,
            20,
            0,
            0,
            0,
            false,
            false);
    var start = find(lost(0, "a")).get(route(0).source());

    fences.get("a").complete(null);

    assertThat(looked.get(route(0).source()).stored())
        .isEqualTo(new Position(CopyOrder.EARLIEST, 0, -1));
    Copied copied = start.join();
    assertThat(copied.position()).isEqualTo(new Position(40, 36, 3));
    DataLoss loss = copied.losses().last();
    assertThat(loss)
        .isEqualTo(new DataLoss(40, 50, DataLoss.Reason.TargetTruncated, loss.timeMs()));
  }

  @Test
  void whatSomebodyElseWroteIsCountedOnce() {
    ResumePoint found =
        new ResumePoint(
            new Position(60, 100, 3),
            List.of(new OffsetRange(50, 45, 10)),
            new LogBounds(0, 100),
            new LogBounds(0, 100),
            13,
            0,
            3,
            0,
            false,
            false);
    Copied known = STORED.with(new ForeignRecords(2, 30, 46, 1));

    assertThat(takeOver.proven(route(0).source(), STORED, found).foreign())
        .isEqualTo(new ForeignRecords(3, 45, 100, 7_000));
    assertThat(takeOver.proven(route(0).source(), known, found).foreign())
        .isEqualTo(new ForeignRecords(4, 30, 100, 7_000));
  }

  @Test
  void whereALogWasTruncatedTheStoredPositionStaysForTheTaskToJudge() {
    assertThat(takeOver.proven(route(0).source(), STORED, point(true))).isEqualTo(STORED);
  }
}
