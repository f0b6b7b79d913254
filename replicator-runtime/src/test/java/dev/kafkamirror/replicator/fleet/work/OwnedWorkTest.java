package dev.kafkamirror.replicator.fleet.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.fleet.group.Claim;
import dev.kafkamirror.replicator.fleet.group.CopyRoute;
import dev.kafkamirror.replicator.fleet.group.WorkShare;
import dev.kafkamirror.replicator.fleet.group.WorkShare.Assigned;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * The hand-over of partitions, step by step. The positions topic and the tasks are in memory,
 * because each case is one exact order of events.
 */
class OwnedWorkTest {
  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final TopicPartition T1 = new TopicPartition("t", 1);
  private static final Uuid SOURCE_ID = new Uuid(1, 1);
  private static final Uuid REMOTE_ID = new Uuid(2, 2);

  private final PositionLog positions = new PositionLog();
  private final List<RecordingTask> tasks = new ArrayList<>();
  private final RecordingTakeOver takeOver = new RecordingTakeOver();
  private boolean newTaskIsIdentified = true;
  private Optional<String> newTaskWithoutFencing = Optional.empty();
  private final AtomicInteger fenced = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private long nanosBetweenLooks;
  private final OwnedWork work =
      new OwnedWork(
          "me",
          this::newTask,
          positions,
          takeOver,
          Runnable::run,
          fenced::incrementAndGet,
          Clock.systemUTC(),
          () -> nanos.getAndAdd(nanosBetweenLooks));

  OwnedWorkTest() {
    positions.listener = work::positionRead;
  }

  private RecordingTask newTask(int index) {
    RecordingTask task = new RecordingTask();
    task.transactionalId = "me-" + tasks.size();
    task.withoutFencing = newTaskWithoutFencing;
    if (newTaskIsIdentified) {
      task.identified.complete(null);
    }
    tasks.add(task);
    return task;
  }

  private static Assigned assigned(TopicPartition tp, int task, String from) {
    return new Assigned(
        new CopyRoute(
            tp, new TopicPartition("east." + tp.topic(), tp.partition()), SOURCE_ID, REMOTE_ID),
        task,
        from);
  }

  private static WorkShare share(int tasks, Assigned... assigned) {
    return new WorkShare(tasks, tasks, List.of(assigned));
  }

  private static StoredPosition stored(long offset, Ownership ownership) {
    return new StoredPosition(
        Copied.upTo(new Position(offset, offset - 2, 1)),
        new TopicPair(SOURCE_ID, REMOTE_ID, "west-id"),
        ownership);
  }

  /** Of a member that did not say that it is done. */
  private static StoredPosition stored(String owner, long offset) {
    return stored(offset, Ownership.holding(owner, owner + "-0", 5));
  }

  private static StoredPosition released(String owner, long offset, int generation) {
    return stored(offset, Ownership.holding(owner, owner + "-0", 5).released(generation, true));
  }

  private List<Ownership> writtenOwners() {
    return positions.written.stream().map(StoredPosition::ownership).toList();
  }

  /** T0 is copied in the only task since generation 1. */
  private RecordingTask copyingT0() {
    work.claims(_ -> 0);
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();
    tasks.getFirst().positions.put(T0, new Position(50, 48, 1));
    return tasks.getFirst();
  }

  @Test
  void aPartitionThatNobodyEverCopiedStartsAtTheEarliestOnceThePositionsAreRead() {
    work.assign(share(1, assigned(T0, 0, null)), 1);
    assertThat(tasks.getFirst().copying).isEmpty();

    positions.settle();

    assertThat(tasks.getFirst().copying)
        .containsEntry(
            T0,
            new CopyOrder(
                T0, new TopicPartition("east.t", 0), FencedTakeOver.NOTHING, SOURCE_ID, REMOTE_ID));
  }

  @Test
  void itsOwnershipIsInTheTopicBeforeItCopies() {
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settleReaders();

    assertThat(writtenOwners()).containsExactly(Ownership.holding("me", "me-0", 1));
    assertThat(tasks.getFirst().copying).isEmpty();

    positions.settle();
    assertThat(tasks.getFirst().copying).containsKey(T0);
  }

  @Test
  void itsOwnershipWaitsForTheNameThatItsTaskCanBeFencedBy() {
    newTaskIsIdentified = false;
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();
    assertThat(positions.written).isEmpty();

    tasks.getFirst().identified.complete(null);
    positions.settle();

    assertThat(tasks.getFirst().copying).containsKey(T0);
  }

  @Test
  void aPartitionOfALostMemberStartsWhereItWasProvenToHaveGot() {
    positions.put(T0, stored("lost", 20));
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();
    assertThat(takeOver.asked.get(T0).latest()).contains(stored("lost", 20));
    assertThat(takeOver.asked.get(T0).known()).isTrue();
    assertThat(positions.written).isEmpty();

    takeOver.found(T0, stored("lost", 33).copied());
    positions.settle();

    assertThat(positions.written).containsExactly(stored(33, Ownership.holding("me", "me-0", 6)));
    assertThat(tasks.getFirst().copying.get(T0).copied()).isEqualTo(stored("lost", 33).copied());
  }

  @Test
  void aPartitionThatAnotherHoldsStartsWhenItsReleaseIsReadAndNotBefore() {
    positions.put(T0, stored("other", 20));
    work.assign(share(1, assigned(T0, 0, "other")), 7);
    positions.settle();
    assertThat(tasks.getFirst().copying).isEmpty();

    positions.put(T0, released("other", 25, 7));
    positions.settle();

    assertThat(tasks.getFirst().copying.get(T0).startOffset()).isEqualTo(25);
    assertThat(takeOver.asked).isEmpty();
  }

  @Test
  void aReleaseOfAnEarlierStayIsNotTakenForThePresentOne() {
    positions.put(T0, released("other", 20, 6));

    work.assign(share(1, assigned(T0, 0, "other")), 7);
    positions.settle();

    assertThat(tasks.getFirst().copying).isEmpty();
  }

  @Test
  void aReleaseOfWhatWasNotSettledIsTakenOverLikeALostOnes() {
    positions.put(T0, stored(20, Ownership.holding("other", "other-0", 5).released(7, false)));

    work.assign(share(1, assigned(T0, 0, "other")), 7);
    positions.settle();

    assertThat(takeOver.asked).containsKey(T0);
    assertThat(positions.written).isEmpty();
  }

  @Test
  void whoComesSecondWithItsClaimTakesOverFromTheFirst() {
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settleReaders();
    assertThat(writtenOwners()).extracting(Ownership::epoch).containsExactly(1);

    // A member that was lost on the way woke up, and its claim is first in the topic.
    positions.put(T0, stored(8, Ownership.holding("zombie", "zombie-0", 1)));
    positions.settle();
    assertThat(tasks.getFirst().copying).isEmpty();
    assertThat(takeOver.asked.get(T0).latest().orElseThrow().ownership().writer())
        .isEqualTo("zombie-0");

    takeOver.found(T0, stored("zombie", 9).copied());
    positions.settle();
    assertThat(positions.latest(T0).orElseThrow().ownership())
        .isEqualTo(Ownership.holding("me", "me-0", 2));
    assertThat(tasks.getFirst().copying.get(T0).startOffset()).isEqualTo(9);
  }

  @Test
  void whatTurnedUpWhileALostOwnerWasFencedIsFencedToo() {
    positions.put(T0, stored("lost", 20));
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();
    positions.put(T0, stored(21, Ownership.holding("second", "second-0", 6)));

    takeOver.found(T0, stored("lost", 20).copied());

    assertThat(positions.written).isEmpty();
    assertThat(takeOver.asked.get(T0).latest().orElseThrow().ownership().owner())
        .isEqualTo("second");
  }

  @Test
  void aTakeOverThatFailsIsShownAndTriedAgain() {
    positions.put(T0, stored("lost", 20));
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();
    takeOver.failed(T0, new TimeoutException("no answer"));
    takeOver.asked.clear();

    work.writePositions();
    assertThat(takeOver.asked).isEmpty();
    assertThat(work.snapshot().states().get(T0).phase()).isEqualTo(Phase.Retrying);
    assertThat(work.snapshot().states().get(T0).error()).contains("no answer");

    nanos.set(1_000_000_000);
    work.writePositions();
    takeOver.found(T0, stored("lost", 20).copied());
    positions.settle();
    assertThat(tasks.getFirst().copying).containsKey(T0);
    assertThat(work.snapshot().states().get(T0).error()).isNull();
  }

  @Test
  void whereFencingIsRequiredATaskThatCannotBeFencedCopiesNothing() {
    takeOver.required = true;
    newTaskWithoutFencing = Optional.of("not authorized");
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();

    assertThat(tasks.getFirst().copying).isEmpty();
    assertThat(work.snapshot().states().get(T0).phase()).isEqualTo(Phase.Failed);
    assertThat(work.snapshot().states().get(T0).reason()).isEqualTo("FencingNotPossible");
    assertThat(work.snapshot().states().get(T0).error()).contains("not authorized", "Preferred");
  }

  @Test
  void aPartitionThatGoesToAnotherWhileItIsTakenOverIsForgotten() {
    positions.put(T0, stored("lost", 20));
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();
    assertThat(work.claims(_ -> 0)).containsExactly(new Claim(T0, 0, false, 0));

    work.assign(share(1), 2);
    takeOver.found(T0, stored("lost", 20).copied());
    positions.settle();

    assertThat(positions.written).isEmpty();
    assertThat(work.claims(_ -> 0)).isEmpty();
  }

  @Test
  void aClaimThatIsNoLongerWantedIsGivenUpWithoutHavingCopied() {
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settleReaders();
    assertThat(work.claims(_ -> 0)).containsExactly(new Claim(T0, 0, true, 0));

    work.assign(share(1), 2);
    positions.settle();

    assertThat(tasks.getFirst().copying).isEmpty();
    assertThat(positions.latest(T0).orElseThrow().ownership())
        .isEqualTo(Ownership.holding("me", "me-0", 1).released(2, true));
  }

  @Test
  void whoIsSupersededWhileItCopiesIsToldSo() {
    copyingT0();

    positions.put(T0, stored(60, Ownership.holding("successor", "successor-0", 2)));

    assertThat(fenced).hasValue(1);
  }

  @Test
  void whatMustGoIsReleasedAndItsFinalPositionWrittenForTheSuccessor() {
    RecordingTask task = copyingT0();
    work.claims(_ -> 0);

    work.assign(share(1), 2);
    assertThat(task.releasing).containsKey(T0);
    positions.written.clear();
    task.settle(T0, new Position(60, 58, 1));

    assertThat(positions.written)
        .containsExactly(stored(60, Ownership.holding("me", "me-0", 1).released(2, true)));
  }

  @Test
  void whatCouldNotBeSettledIsReleasedAsSuch() {
    RecordingTask task = copyingT0();
    work.claims(_ -> 0);
    work.assign(share(1), 2);

    task.releasing.get(T0).completeExceptionally(new TimeoutException("not settled"));

    assertThat(writtenOwners().getLast().settled()).isFalse();
    assertThat(writtenOwners().getLast().writer()).isEqualTo("me-0");
  }

  @Test
  void whatStaysIsNotTouched() {
    RecordingTask task = copyingT0();
    CopyOrder order = task.copying.get(T0);
    work.claims(_ -> 0);

    work.assign(share(1, assigned(T0, 0, null), assigned(T1, 0, null)), 2);
    positions.settle();

    assertThat(task.releasing).isEmpty();
    assertThat(task.copying.get(T0)).isSameAs(order);
    assertThat(task.copying).containsKey(T1);
  }

  @Test
  void aPartitionIsClaimedAsHeldUntilItsFinalPositionIsAcknowledged() {
    RecordingTask task = copyingT0();
    work.claims(_ -> 0);
    work.assign(share(1), 2);
    assertThat(work.claims(_ -> 0)).containsExactly(new Claim(T0, Claim.NOT_ASSIGNED, true, 0));

    task.settle(T0, new Position(60, 58, 1));
    assertThat(work.claims(_ -> 0)).containsExactly(new Claim(T0, Claim.NOT_ASSIGNED, true, 0));

    positions.settle();
    assertThat(work.claims(_ -> 0)).isEmpty();
  }

  @Test
  void aReleaseThatWasClaimedAsHeldIsRepeatedForTheGenerationThatWaitsForIt() {
    RecordingTask task = copyingT0();
    work.claims(_ -> 0);
    work.assign(share(1), 2);
    work.claims(_ -> 0);
    task.settle(T0, new Position(60, 58, 1));
    positions.settle();

    work.assign(share(1), 3);

    assertThat(writtenOwners()).extracting(Ownership::releasedIn).endsWith(2, 3);
  }

  @Test
  void nothingIsStartedBetweenClaimsAndTheAssignmentThatAnswersThem() {
    work.assign(share(1, assigned(T0, 0, null)), 1);
    work.claims(_ -> 0);
    positions.settle();
    assertThat(tasks.getFirst().copying).isEmpty();

    work.assign(share(1, assigned(T0, 0, null)), 2);
    positions.settle();

    assertThat(tasks.getFirst().copying).containsKey(T0);
  }

  @Test
  void aPartitionMovesToAnotherTaskOfThePodWhereTheFirstLeftOff() {
    RecordingTask first = copyingT0();
    work.claims(_ -> 0);

    work.assign(share(2, assigned(T0, 1, null)), 2);
    assertThat(tasks.get(1).copying).isEmpty();
    first.settle(T0, new Position(60, 58, 1));
    positions.settle();

    assertThat(tasks.get(1).copying.get(T0).startOffset()).isEqualTo(60);
  }

  @Test
  void aPartitionThatComesBackDuringItsReleaseGoesOnWhereItWas() {
    RecordingTask task = copyingT0();
    work.claims(_ -> 0);
    work.assign(share(1), 2);
    work.claims(_ -> 0);
    work.assign(share(1, assigned(T0, 0, null)), 3);

    task.settle(T0, new Position(60, 58, 1));
    positions.settle();

    assertThat(task.copying.get(T0).startOffset()).isEqualTo(60);
    assertThat(writtenOwners()).extracting(Ownership::releasedIn).containsOnly(-1);
  }

  @Test
  void aLeaderThatKnowsNothingChangesNothing() {
    RecordingTask task = copyingT0();
    work.claims(_ -> 0);

    work.assign(WorkShare.UNCHANGED, 2);

    assertThat(task.copying).containsKey(T0);
    assertThat(task.releasing).isEmpty();
  }

  @Test
  void surplusTasksEndOnceTheyHaveHandedOverEverything() {
    work.assign(share(2, assigned(T0, 0, null), assigned(T1, 1, null)), 1);
    positions.settle();
    RecordingTask surplus = tasks.get(1);
    work.claims(_ -> 0);
    work.assign(share(1, assigned(T0, 0, null), assigned(T1, 0, null)), 2);
    assertThat(surplus.closed).isFalse();

    surplus.settle(T1, new Position(5, 5, 0));
    positions.settle();

    assertThat(surplus.closed).isTrue();
    assertThat(tasks.getFirst().copying.get(T1).startOffset()).isEqualTo(5);
  }

  @Test
  void afterALostLeaseEverythingStandsAndIsTakenOverFromItself() {
    RecordingTask task = copyingT0();

    work.stopAll();
    assertThat(task.closed).isTrue();
    assertThat(work.claims(_ -> 0)).isEmpty();
    work.assign(share(1, assigned(T0, 0, null)), 3);
    positions.settle();

    assertThat(takeOver.asked.get(T0).latest().orElseThrow().ownership())
        .isEqualTo(Ownership.holding("me", "me-0", 1));
    takeOver.found(T0, stored("me", 50).copied());
    positions.settle();
    assertThat(tasks.get(1).copying.get(T0).startOffset()).isEqualTo(50);
  }

  @Test
  void whoWaitsForAPartitionThatWasCutShortIsToldThatItIsNotSettled() {
    copyingT0();
    work.claims(_ -> 0);
    work.stopAll();

    work.assign(share(0), 2);

    assertThat(positions.written.getLast())
        .isEqualTo(stored(50, Ownership.holding("me", "me-0", 1).released(2, false)));
  }

  private static StoredPosition storedOf(Uuid sourceId, Uuid remoteId) {
    return new StoredPosition(
        Copied.upTo(new Position(20, 20, 1)),
        new TopicPair(sourceId, remoteId, "west-id"),
        Ownership.holding("lost", "lost-0", 5).released(1, true));
  }

  @Test
  void aTopicWhoseRemoteTopicWasCreatedAgainIsCopiedFromItsBeginning() {
    positions.put(T0, storedOf(SOURCE_ID, new Uuid(9, 9)));

    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();

    assertThat(takeOver.asked.get(T0).known()).isFalse();
  }

  @Test
  void aSourceTopicThatWasCreatedAgainIsNotTouchedUntilThePolicySaysSo() {
    positions.put(T0, storedOf(new Uuid(9, 9), REMOTE_ID));
    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();

    assertThat(takeOver.asked).isEmpty();
    PartitionState state = work.snapshot().states().get(T0);
    assertThat(state.phase()).isEqualTo(Phase.Failed);
    assertThat(state.error()).contains("deleted and created again");

    work.follow(_ -> policy(OnSourceRecreate.Append));
    assertThat(takeOver.asked.get(T0).known()).isFalse();
  }

  @Test
  void aSourceTopicThatIsCreatedAgainWhileItIsCopiedIsReleasedAndNotTouched() {
    RecordingTask task = copyingT0();
    var route = new CopyRoute(T0, new TopicPartition("east.t", 0), new Uuid(9, 9), REMOTE_ID);
    work.claims(_ -> 0);
    work.assign(share(1, new Assigned(route, 0, null)), 2);
    task.settle(T0, new Position(55, 53, 1));
    positions.settle();

    assertThat(task.copying).isEmpty();
    assertThat(work.snapshot().states().get(T0).phase()).isEqualTo(Phase.Failed);
    assertThat(positions.latest(T0).orElseThrow().topics().sourceId()).isEqualTo(SOURCE_ID);
    assertThat(positions.latest(T0).orElseThrow().ownership().settled()).isTrue();
  }

  @Test
  void aTaskFollowsThePolicyOfOneOfSoManyTasksOfTheFlow() {
    CopyPolicy two = policy(OnSourceRecreate.Append);
    CopyPolicy five = policy(OnSourceRecreate.Restart);
    work.follow(tasks -> tasks == 5 ? five : two);

    work.assign(new WorkShare(1, 2, List.of(assigned(T0, 0, null))), 1);
    assertThat(tasks.getFirst().policy).isEqualTo(two);

    work.assign(new WorkShare(1, 5, List.of(assigned(T0, 0, null))), 2);
    assertThat(tasks.getFirst().policy).isEqualTo(five);
  }

  private static CopyPolicy policy(OnSourceRecreate onSourceRecreate) {
    CopyPolicy other = CopyPolicy.DEFAULT;
    return new CopyPolicy(
        other.isolation(),
        other.rack(),
        other.onDataLoss(),
        onSourceRecreate,
        other.delivery(),
        null,
        other.otherTopics(),
        List.of());
  }

  @Test
  void theWaitForWhatIsHeldEndsByTheMonotonicClock() {
    copyingT0();
    nanosBetweenLooks = TimeUnit.HOURS.toNanos(2);

    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> assertThat(work.awaitNothingHeld(TimeUnit.HOURS.toMillis(1))).isFalse());
  }

  @Test
  void onlyChangedPositionsAreWritten() {
    RecordingTask task = copyingT0();

    positions.written.clear();
    work.writePositions();
    positions.settle();
    work.writePositions();
    assertThat(positions.written).hasSize(1);

    task.positions.put(T0, new Position(51, 49, 1));
    work.writePositions();
    assertThat(positions.written)
        .extracting(p -> p.position().sourceOffset())
        .containsExactly(50L, 51L);
  }

  @Test
  void aLateWriteOfAnEarlierOwnerDoesNotStayTheLastWord() {
    copyingT0();
    work.writePositions();
    positions.settle();
    positions.put(T0, stored(10, Ownership.holding("zombie", "zombie-0", 1)));

    work.writePositions();
    positions.settle();

    assertThat(positions.latest(T0)).contains(stored(50, Ownership.holding("me", "me-0", 2)));
    assertThat(positions.overwritten(T0)).isFalse();
  }

  @Test
  void aPausedPodKeepsItsWorkAndNewTasksArePausedToo() {
    RecordingTask task = copyingT0();

    work.setPaused(true);
    work.claims(_ -> 0);
    work.assign(share(2, assigned(T0, 0, null), assigned(T1, 1, null)), 2);

    assertThat(task.paused).isTrue();
    assertThat(task.copying).containsKey(T0);
    assertThat(tasks.get(1).paused).isTrue();
    work.setPaused(false);
    assertThat(tasks).noneMatch(t -> t.paused);
  }
}
