package dev.kafkamirror.replicator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.fleet.WorkShare.Assigned;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.task.CopyOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
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
  private final OwnedWork work = new OwnedWork("me", this::newTask, positions, Runnable::run);

  private RecordingTask newTask(int index) {
    RecordingTask task = new RecordingTask();
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
    return new WorkShare(tasks, List.of(assigned));
  }

  private static StoredPosition stored(String owner, long offset, int releasedIn) {
    return new StoredPosition(
        Copied.upTo(new Position(offset, offset - 2, 1)), SOURCE_ID, REMOTE_ID, owner, releasedIn);
  }

  /** T0 is copied in the only task since generation 1. */
  private RecordingTask copyingT0() {
    work.claims();
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
            T0, CopyOrder.fromTheBeginning(T0, new TopicPartition("east.t", 0), SOURCE_ID));
  }

  @Test
  void aPartitionOfALostMemberStartsAtItsLastPosition() {
    positions.put(T0, stored("lost", 20, StoredPosition.NOT_RELEASED));

    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();

    assertThat(tasks.getFirst().copying.get(T0).startOffset()).isEqualTo(20);
  }

  @Test
  void aPartitionThatAnotherHoldsStartsWhenItsReleaseIsReadAndNotBefore() {
    positions.put(T0, stored("other", 20, StoredPosition.NOT_RELEASED));
    work.assign(share(1, assigned(T0, 0, "other")), 7);
    positions.settle();
    assertThat(tasks.getFirst().copying).isEmpty();

    positions.put(T0, stored("other", 25, 7));
    work.positionRead(T0);

    assertThat(tasks.getFirst().copying.get(T0).startOffset()).isEqualTo(25);
  }

  @Test
  void aReleaseOfAnEarlierStayIsNotTakenForThePresentOne() {
    positions.put(T0, stored("other", 20, 6));

    work.assign(share(1, assigned(T0, 0, "other")), 7);
    positions.settle();
    work.positionRead(T0);

    assertThat(tasks.getFirst().copying).isEmpty();
  }

  @Test
  void whatMustGoIsReleasedAndItsFinalPositionWrittenForTheSuccessor() {
    RecordingTask task = copyingT0();
    work.claims();

    work.assign(share(1), 2);
    assertThat(task.releasing).containsKey(T0);
    assertThat(positions.written).isEmpty();
    task.settle(T0, new Position(60, 58, 1));

    assertThat(positions.written)
        .containsExactly(
            new StoredPosition(
                Copied.upTo(new Position(60, 58, 1)), SOURCE_ID, REMOTE_ID, "me", 2));
  }

  @Test
  void whatStaysIsNotTouched() {
    RecordingTask task = copyingT0();
    CopyOrder order = task.copying.get(T0);
    work.claims();

    work.assign(share(1, assigned(T0, 0, null), assigned(T1, 0, null)), 2);
    positions.settle();

    assertThat(task.releasing).isEmpty();
    assertThat(task.copying.get(T0)).isSameAs(order);
    assertThat(task.copying).containsKey(T1);
  }

  @Test
  void aPartitionIsClaimedAsHeldUntilItsFinalPositionIsAcknowledged() {
    RecordingTask task = copyingT0();
    work.claims();
    work.assign(share(1), 2);
    assertThat(work.claims()).containsExactly(new Claim(T0, Claim.NOT_ASSIGNED, true));

    task.settle(T0, new Position(60, 58, 1));
    assertThat(work.claims()).containsExactly(new Claim(T0, Claim.NOT_ASSIGNED, true));

    positions.settle();
    assertThat(work.claims()).isEmpty();
  }

  @Test
  void aReleaseThatWasClaimedAsHeldIsRepeatedForTheGenerationThatWaitsForIt() {
    RecordingTask task = copyingT0();
    work.claims();
    work.assign(share(1), 2);
    work.claims();
    task.settle(T0, new Position(60, 58, 1));
    positions.settle();

    work.assign(share(1), 3);

    assertThat(positions.written).extracting(StoredPosition::releasedIn).containsExactly(2, 3);
  }

  @Test
  void nothingIsStartedBetweenClaimsAndTheAssignmentThatAnswersThem() {
    work.assign(share(1, assigned(T0, 0, null)), 1);
    work.claims();
    positions.settle();
    assertThat(tasks.getFirst().copying).isEmpty();

    work.assign(share(1, assigned(T0, 0, null)), 2);

    assertThat(tasks.getFirst().copying).containsKey(T0);
  }

  @Test
  void aPartitionMovesToAnotherTaskOfThePodWhereTheFirstLeftOff() {
    RecordingTask first = copyingT0();
    work.claims();

    work.assign(share(2, assigned(T0, 1, null)), 2);
    assertThat(tasks.get(1).copying).isEmpty();
    first.settle(T0, new Position(60, 58, 1));

    assertThat(tasks.get(1).copying.get(T0).startOffset()).isEqualTo(60);
  }

  @Test
  void aPartitionThatComesBackDuringItsReleaseGoesOnWhereItWas() {
    RecordingTask task = copyingT0();
    work.claims();
    work.assign(share(1), 2);
    work.claims();
    work.assign(share(1, assigned(T0, 0, null)), 3);

    task.settle(T0, new Position(60, 58, 1));

    assertThat(task.copying.get(T0).startOffset()).isEqualTo(60);
    assertThat(positions.written).isEmpty();
  }

  @Test
  void aLeaderThatKnowsNothingChangesNothing() {
    RecordingTask task = copyingT0();
    work.claims();

    work.assign(WorkShare.UNCHANGED, 2);

    assertThat(task.copying).containsKey(T0);
    assertThat(task.releasing).isEmpty();
  }

  @Test
  void surplusTasksEndOnceTheyHaveHandedOverEverything() {
    work.assign(share(2, assigned(T0, 0, null), assigned(T1, 1, null)), 1);
    positions.settle();
    RecordingTask surplus = tasks.get(1);
    work.claims();
    work.assign(share(1, assigned(T0, 0, null), assigned(T1, 0, null)), 2);
    assertThat(surplus.closed).isFalse();

    surplus.settle(T1, new Position(5, 5, 0));

    assertThat(surplus.closed).isTrue();
    assertThat(tasks.getFirst().copying.get(T1).startOffset()).isEqualTo(5);
  }

  @Test
  void afterALostLeaseEverythingStandsAndGoesOnFromThisProcessOwnPosition() {
    RecordingTask task = copyingT0();
    positions.put(T0, stored("me", 30, StoredPosition.NOT_RELEASED));

    work.stopAll();
    assertThat(task.closed).isTrue();
    assertThat(work.claims()).isEmpty();
    work.assign(share(1, assigned(T0, 0, null)), 3);
    positions.settle();

    assertThat(tasks.get(1).copying.get(T0).startOffset()).isEqualTo(50);
  }

  @Test
  void afterALostLeaseAnotherOwnersPositionWins() {
    copyingT0();
    work.stopAll();
    work.claims();
    positions.put(T0, stored("other", 40, StoredPosition.NOT_RELEASED));

    work.assign(share(1, assigned(T0, 0, null)), 5);
    positions.settle();

    assertThat(tasks.get(1).copying.get(T0).startOffset()).isEqualTo(40);
  }

  @Test
  void whoWaitsForAPartitionThatWasCutShortIsTold() {
    copyingT0();
    work.claims();
    work.stopAll();

    work.assign(share(0), 2);

    assertThat(positions.written).containsExactly(stored("me", 50, 2));
  }

  @Test
  void aRecreatedTopicIsCopiedFromItsBeginning() {
    positions.put(
        T0,
        new StoredPosition(
            Copied.upTo(new Position(20, 20, 1)),
            new Uuid(9, 9),
            REMOTE_ID,
            "lost",
            StoredPosition.NOT_RELEASED));

    work.assign(share(1, assigned(T0, 0, null)), 1);
    positions.settle();

    assertThat(tasks.getFirst().copying.get(T0).startOffset()).isEqualTo(CopyOrder.EARLIEST);
  }

  @Test
  void onlyChangedPositionsAreWritten() {
    RecordingTask task = copyingT0();

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
    positions.put(T0, stored("zombie", 10, StoredPosition.NOT_RELEASED));

    work.writePositions();

    assertThat(positions.written).hasSize(2);
  }

  @Test
  void aPausedPodKeepsItsWorkAndNewTasksArePausedToo() {
    RecordingTask task = copyingT0();

    work.setPaused(true);
    work.claims();
    work.assign(share(2, assigned(T0, 0, null), assigned(T1, 1, null)), 2);

    assertThat(task.paused).isTrue();
    assertThat(task.copying).containsKey(T0);
    assertThat(tasks.get(1).paused).isTrue();
    work.setPaused(false);
    assertThat(tasks).noneMatch(t -> t.paused);
  }
}
