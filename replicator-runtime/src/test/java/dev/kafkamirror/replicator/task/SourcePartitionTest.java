package dev.kafkamirror.replicator.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.util.Random;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class SourcePartitionTest {
  private static final Uuid ID = Uuid.randomUuid();

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
    assertThat(state(partition).reason()).isEqualTo("OffsetOutOfRange");
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
    assertThat(state(partition).error()).contains("ends at offset 12, before the position 40");
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

    assertThat(partition.isSameTopic(leader(ID))).isTrue();
    assertThat(partition.isSameTopic(leader(Uuid.ZERO_UUID))).isTrue();
    assertThat(partition.isSameTopic(leader(other))).isFalse();

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

  private static SourcePartition partition(long start) {
    TopicPartition source = new TopicPartition("t", 0);
    var order = new CopyOrder(source, new TopicPartition("east.t", 0), start);
    return new SourcePartition(new PartitionProgress(order), new Random(1));
  }

  private static PartitionState state(SourcePartition partition) {
    return partition.progress().state(false);
  }

  private static Leader leader(Uuid topicId) {
    return new Leader(new Node(1, "localhost", 9092), 0, topicId);
  }
}
