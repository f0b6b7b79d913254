package dev.kafkamirror.replicator.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.fence.FenceSteps.Step;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.OperationNotAttemptedException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FenceStepsTest {
  private static final TopicPartition A = new TopicPartition("a", 0);
  private static final TopicPartition B = new TopicPartition("b", 0);
  private static final ProducerIdentity FIRST = new ProducerIdentity(7, (short) 1);
  private static final ProducerIdentity SECOND = new ProducerIdentity(7, (short) 2);
  private static final long MUCH_LATER = 1_000_000;

  private final FenceSteps steps = of(A, B);

  @Test
  void abortsAnEmptyTransactionAndWaitsUntilItsMarkersAreThere() {
    assertThat(steps.step()).isEqualTo(Step.INIT);
    steps.granted(FIRST);
    assertThat(steps.step()).isEqualTo(Step.ADD);
    assertThat(steps.chunk()).containsExactlyInAnyOrder(A, B);
    steps.added(Map.of(), 0);
    assertThat(steps.step()).isEqualTo(Step.ABORT);
    assertThat(steps.identity()).isEqualTo(FIRST);
    steps.aborted();
    assertThat(steps.step()).isEqualTo(Step.BARRIER);
    steps.failed(new ConcurrentTransactionsException("markers"), 0);
    assertThat(steps.step()).isEqualTo(Step.BARRIER);
    steps.granted(SECOND);
    assertThat(steps.step()).isEqualTo(Step.DONE);
  }

  @Test
  void hasNothingToDoWithoutPartitions() {
    assertThat(of().step()).isEqualTo(Step.DONE);
  }

  @ParameterizedTest
  @MethodSource("passing")
  void triesTheSameStepAgainAfterWhatPasses(ApiException error) {
    steps.granted(FIRST);
    steps.added(Map.of(), 0);

    steps.failed(error, 0);

    assertThat(steps.step()).isEqualTo(Step.ABORT);
    assertThat(steps.refusal()).isNull();
    assertThat(steps.restMs(0)).isPositive();
    assertThat(steps.restMs(MUCH_LATER)).isZero();
  }

  static List<ApiException> passing() {
    return List.of(
        new ConcurrentTransactionsException("?"),
        new NotCoordinatorException("?"),
        new CoordinatorLoadInProgressException("?"),
        new DisconnectException("?"));
  }

  @ParameterizedTest
  @MethodSource("faster")
  void startsOverWhenAnotherSuccessorWasFaster(ApiException error) {
    steps.granted(FIRST);
    steps.added(Map.of(A, error, B, new OperationNotAttemptedException("?")), 0);
    assertThat(steps.step()).isEqualTo(Step.INIT);

    steps.granted(SECOND);
    steps.added(Map.of(), 0);
    steps.failed(error, 0);

    assertThat(steps.step()).isEqualTo(Step.INIT);
    assertThat(steps.refusal()).isNull();
  }

  static List<ApiException> faster() {
    return List.of(
        new ProducerFencedException("?"),
        new InvalidProducerEpochException("?"),
        new InvalidTxnStateException("?"));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void givesUpWhenItIsRefused(ApiException error) {
    steps.failed(error, 0);

    assertThat(steps.refusal()).isSameAs(error);
  }

  static List<ApiException> lasting() {
    return List.of(
        new TransactionalIdAuthorizationException("?"), new UnsupportedVersionException("?"));
  }

  @Test
  void leavesOutAPartitionThatIsUnknownForLong() {
    Map<TopicPartition, ApiException> unknown =
        Map.of(
            A,
            new UnknownTopicOrPartitionException("?"),
            B,
            new OperationNotAttemptedException("?"));
    steps.granted(FIRST);

    steps.added(unknown, 0);
    assertThat(steps.chunk()).containsExactlyInAnyOrder(A, B);
    assertThat(steps.restMs(0)).isPositive();
    steps.added(unknown, MUCH_LATER);

    assertThat(steps.step()).isEqualTo(Step.ADD);
    assertThat(steps.chunk()).containsExactly(B);
    assertThat(steps.restMs(0)).isZero();
  }

  @Test
  void isDoneWhenNoPartitionExists() {
    FenceSteps one = of(A);
    one.granted(FIRST);
    one.added(Map.of(A, new UnknownTopicOrPartitionException("?")), 0);

    one.added(Map.of(A, new UnknownTopicOrPartitionException("?")), MUCH_LATER);

    assertThat(one.step()).isEqualTo(Step.DONE);
  }

  @Test
  void takesManyPartitionsInSeveralTransactions() {
    TopicPartition[] many =
        IntStream.range(0, FenceSteps.PARTITIONS_AT_ONCE + 1)
            .mapToObj(i -> new TopicPartition("many", i))
            .toArray(TopicPartition[]::new);
    FenceSteps two = of(many);
    two.granted(FIRST);
    assertThat(two.chunk()).hasSize(FenceSteps.PARTITIONS_AT_ONCE);
    two.added(Map.of(), 0);
    two.aborted();

    two.granted(SECOND);

    assertThat(two.step()).isEqualTo(Step.ADD);
    assertThat(two.identity()).isEqualTo(SECOND);
    assertThat(two.chunk()).isEqualTo(Set.of(many[FenceSteps.PARTITIONS_AT_ONCE]));
  }

  private static FenceSteps of(TopicPartition... partitions) {
    return new FenceSteps(List.of(partitions), new Random(1));
  }
}
