package dev.kafkamirror.replicator.task.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnDataLoss;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.policy.DataLoss.Reason;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.fetch.SourcePartition.Answer;
import dev.kafkamirror.replicator.wire.FetchResult;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SourcePartitionTest {
  private static final Uuid ID = Uuid.randomUuid();
  private static final int LEADER = 1;
  private static final int NEAR = 2;

  @Test
  void asksForTheEarliestOffsetWhenToldToStartThere() {
    SourcePartition partition = partition(CopyOrder.EARLIEST);
    assertThat(state(partition).phase()).isEqualTo(Phase.Starting);
    assertThat(partition.offsetToAskFor()).hasValue(SourceConnection.EARLIEST);

    partition.offsetFound(SourceConnection.EARLIEST, 30, 0);

    assertThat(partition.offsetToAskFor()).isEmpty();
    assertThat(partition.offset()).isEqualTo(30);
    assertThat(state(partition).position()).isEqualTo(new Position(30, -1, -1));
  }

  @Test
  void startsAtTheOffsetItIsTold() {
    SourcePartition partition = partition(40);

    assertThat(partition.offsetToAskFor()).isEmpty();
    assertThat(state(partition).position()).isEqualTo(new Position(40, -1, -1));
  }

  @Test
  void namesTheRangeThatRetentionDeletedBeforeItWasCopied() {
    SourcePartition partition = partition(40);

    partition.outOfRange();
    assertThat(partition.offsetToAskFor()).hasValue(SourceConnection.EARLIEST);
    partition.offsetFound(SourceConnection.EARLIEST, 100, 0);

    assertThat(state(partition).phase()).isEqualTo(Phase.Failed);
    assertThat(state(partition).reason()).isEqualTo("RetentionOverrun");
    assertThat(partition.takeSkip()).isFalse();
    assertThat(state(partition).error()).contains("offsets 40 to 99 of t-0");
  }

  @Test
  void startsLaterWhenRetentionIsFasterThanItsFirstFetch() {
    SourcePartition partition = partition(CopyOrder.EARLIEST);
    partition.offsetFound(SourceConnection.EARLIEST, 30, 0);

    partition.outOfRange();
    partition.offsetFound(SourceConnection.EARLIEST, 35, 0);

    assertThat(partition.offset()).isEqualTo(35);
    assertThat(partition.offsetToAskFor()).isEmpty();
    assertThat(state(partition).phase()).isEqualTo(Phase.Running);
  }

  @Test
  void failsWhenTheSourceEndsBeforeThePosition() {
    SourcePartition partition = partition(40);

    partition.outOfRange();
    partition.offsetFound(SourceConnection.EARLIEST, 0, 0);
    assertThat(partition.offsetToAskFor()).hasValue(SourceConnection.LATEST);
    partition.offsetFound(SourceConnection.LATEST, 12, 0);

    assertThat(state(partition).phase()).isEqualTo(Phase.Failed);
    assertThat(state(partition).reason()).isEqualTo("SourceTruncated");
    assertThat(state(partition).error()).contains("lost the offsets 12 to 39 of t-0");
  }

  @Test
  void goesOnAfterARangeThatWasLostWhereThePolicyPutsUpWithIt() {
    SourcePartition partition = partition(40);
    partition.policy(policy(OnDataLoss.Continue, OnSourceRecreate.Fail));

    partition.outOfRange();
    partition.offsetFound(SourceConnection.EARLIEST, 100, 0);

    assertThat(partition.offset()).isEqualTo(100);
    assertThat(partition.offsetToAskFor()).isEmpty();
    assertThat(partition.takeSkip()).isTrue();
    assertThat(partition.takeSkip()).isFalse();
    assertThat(state(partition).phase()).isEqualTo(Phase.Running);
    assertThat(state(partition).losses().last())
        .isEqualTo(new DataLoss(40, 100, Reason.RetentionOverrun, 77));
  }

  @Test
  void countsNothingWhileItFails() {
    SourcePartition partition = partition(40);

    partition.outOfRange();
    partition.offsetFound(SourceConnection.EARLIEST, 100, 0);

    assertThat(state(partition).losses()).isEqualTo(Losses.NONE);
  }

  @Test
  void goesOnAsSoonAsThePolicyPutsUpWithWhatItFailedOf() {
    SourcePartition partition = partition(40);
    partition.truncated(30);
    assertThat(state(partition).phase()).isEqualTo(Phase.Failed);

    partition.policy(policy(OnDataLoss.Continue, OnSourceRecreate.Fail));

    assertThat(state(partition).phase()).isEqualTo(Phase.Running);
    assertThat(partition.offset()).isEqualTo(30);
    assertThat(partition.leaderEpoch()).isEqualTo(-1);
    assertThat(partition.takeSkip()).isTrue();
    assertThat(state(partition).losses().last())
        .isEqualTo(new DataLoss(30, 40, Reason.SourceTruncated, 77));
  }

  @Test
  void staysFailedOfSomethingElseWhenThePolicyChanges() {
    SourcePartition partition = partition(40);
    partition.progress().fail(new Trouble("RecordTooLarge", "x"));
    partition.truncated(30);

    partition.policy(policy(OnDataLoss.Continue, OnSourceRecreate.Append));

    assertThat(state(partition).reason()).isEqualTo("RecordTooLarge");
  }

  @ParameterizedTest
  @EnumSource(
      value = OnSourceRecreate.class,
      names = {"Restart", "Append"})
  void waitsToBeStartedAgainWhenThePolicyTakesTheTopicThatCameInItsPlace(OnSourceRecreate policy) {
    SourcePartition partition = partition(0);
    assertThat(partition.isSameTopic(leader(ID), 0)).isTrue();
    partition.policy(policy(OnDataLoss.Fail, policy));

    assertThat(partition.isSameTopic(leader(Uuid.randomUuid()), 0)).isFalse();

    assertThat(state(partition).phase()).isEqualTo(Phase.Retrying);
    assertThat(state(partition).reason()).isEqualTo("SourceTopicRecreated");
    assertThat(partition.restMs(0)).isPositive();
  }

  @Test
  void knowsFromItsOrderThatTheTopicIsAnotherOne() {
    SourcePartition partition = partition(40, ID);

    assertThat(partition.isSameTopic(leader(Uuid.randomUuid()), 0)).isFalse();

    assertThat(state(partition).phase()).isEqualTo(Phase.Failed);
    partition.policy(policy(OnDataLoss.Fail, OnSourceRecreate.Append));
    assertThat(state(partition).phase()).isNotEqualTo(Phase.Failed);
  }

  @Test
  void triesAgainWhenTheRangeFitsAfterAll() {
    SourcePartition partition = partition(40);

    partition.outOfRange();
    partition.offsetFound(SourceConnection.EARLIEST, 0, 0);
    partition.offsetFound(SourceConnection.LATEST, 50, 0);

    assertThat(state(partition).phase()).isEqualTo(Phase.Retrying);
    assertThat(partition.restMs(0)).isPositive();
    assertThat(partition.offsetToAskFor()).isEmpty();
  }

  @Test
  void failsWhenTheTopicIsAnotherOneOfTheSameName() {
    SourcePartition partition = partition(0);
    Uuid other = Uuid.randomUuid();

    assertThat(partition.isSameTopic(leader(ID), 0)).isTrue();
    assertThat(partition.isSameTopic(leader(Uuid.ZERO_UUID), 0)).isTrue();
    assertThat(partition.isSameTopic(leader(other), 0)).isFalse();

    assertThat(state(partition).reason()).isEqualTo("SourceTopicRecreated");
    assertThat(state(partition).error()).contains(ID.toString(), other.toString());
  }

  @Test
  void restsLongerAfterEachFailureAndForgetsThemAllWithSuccess() {
    SourcePartition partition = partition(0);
    partition.retry(new Trouble("X", "x"), 0);
    long first = partition.restMs(0);
    partition.retry(new Trouble("X", "x"), 0);

    assertThat(partition.restMs(0)).isGreaterThan(first);
    partition.advance(10, 1);

    assertThat(partition.restMs(0)).isZero();
    assertThat(state(partition).phase()).isEqualTo(Phase.Running);
  }

  @Test
  void isPatientWithAnElection() {
    SourcePartition partition = partition(0);

    partition.withoutLeader(0);
    partition.withoutLeader(3_000);
    assertThat(state(partition).phase()).isEqualTo(Phase.Running);

    partition.withoutLeader(3_001);
    assertThat(state(partition).reason()).isEqualTo("LeaderNotAvailable");
  }

  static Arguments[] answers() {
    ApiException moved = new NotLeaderOrFollowerException("moved");
    ApiException range = new OffsetOutOfRangeException("gone");
    return new Arguments[] {
      // whether a replica is asked, what it says, what that means, whether the replica is kept
      Arguments.of(false, said(null, -1, -1), Answer.Records, false),
      Arguments.of(true, said(null, -1, -1), Answer.Records, true),
      Arguments.of(false, said(null, -1, NEAR), Answer.Nothing, true),
      Arguments.of(true, said(null, -1, NEAR), Answer.Records, true),
      Arguments.of(false, said(range, -1, -1), Answer.Nothing, false),
      Arguments.of(true, said(range, -1, -1), Answer.AskForMetadata, false),
      Arguments.of(false, said(moved, -1, -1), Answer.AskForMetadata, false),
      Arguments.of(true, said(moved, -1, -1), Answer.AskForMetadata, false),
      Arguments.of(false, said(null, 30, -1), Answer.Nothing, false),
      Arguments.of(true, said(null, 30, -1), Answer.AskForMetadata, false),
    };
  }

  @ParameterizedTest
  @MethodSource("answers")
  void onlyItsLeaderTellsWhereItGoesOn(
      boolean atReplica, FetchResult.Partition said, Answer answer, boolean thenAtReplica) {
    SourcePartition partition = partition(40);
    if (atReplica) {
      partition.fetched(said(null, -1, NEAR), LEADER, 0);
    }

    assertThat(partition.fetched(said, atReplica ? NEAR : LEADER, 0)).isEqualTo(answer);

    assertThat(partition.replica(0).isPresent()).isEqualTo(thenAtReplica);
  }

  @Test
  void takesNoteOfItsLeadersErrors() {
    SourcePartition gone = partition(40);
    gone.fetched(said(new OffsetOutOfRangeException("gone"), -1, -1), LEADER, 0);
    assertThat(gone.offsetToAskFor()).hasValue(SourceConnection.EARLIEST);

    SourcePartition moved = partition(40);
    moved.fetched(said(new NotLeaderOrFollowerException("moved"), -1, -1), LEADER, 0);
    assertThat(moved.restMs(0)).isPositive();
    assertThat(state(moved).reason()).isEqualTo("NotLeaderOrFollower");

    SourcePartition diverging = partition(40);
    diverging.fetched(said(null, 30, -1), LEADER, 0);
    assertThat(state(diverging).reason()).isEqualTo("SourceTruncated");
  }

  private static FetchResult.Partition said(ApiException error, long divergesAt, int preferred) {
    return new FetchResult.Partition(
        new TopicPartition("t", 0),
        error,
        50,
        divergesAt,
        preferred,
        List.of(),
        ByteBuffer.allocate(0));
  }

  private static SourcePartition partition(long start) {
    return partition(start, Uuid.ZERO_UUID);
  }

  private static SourcePartition partition(long start, Uuid topicId) {
    TopicPartition source = new TopicPartition("t", 0);
    var copied = Copied.upTo(new Position(start, -1, -1));
    var order = new CopyOrder(source, new TopicPartition("east.t", 0), copied, topicId);
    return new SourcePartition(
        new PartitionProgress(order, () -> 77), CopyPolicy.DEFAULT, new Random(1));
  }

  private static CopyPolicy policy(OnDataLoss onDataLoss, OnSourceRecreate onSourceRecreate) {
    CopyPolicy other = CopyPolicy.DEFAULT;
    return new CopyPolicy(
        other.isolation(),
        other.rack(),
        onDataLoss,
        onSourceRecreate,
        other.delivery(),
        null,
        other.otherTopics(),
        List.of());
  }

  private static PartitionState state(SourcePartition partition) {
    return partition.progress().state(false);
  }

  private static Leader leader(Uuid topicId) {
    return new Leader(new Node(1, "localhost", 9092), 0, topicId);
  }
}
