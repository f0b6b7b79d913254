package dev.kafkamirror.replicator.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules for errors, pauses and producer ids. */
class SmallRulesTest {
  private static final TopicPartition ONE = new TopicPartition("t", 1);

  static Arguments[] errors() {
    return new Arguments[] {
      Arguments.of(new RecordTooLargeException(), true, false, false),
      Arguments.of(new OutOfOrderSequenceException("?"), false, true, false),
      Arguments.of(new InvalidProducerEpochException("?"), false, true, false),
      Arguments.of(new NotEnoughReplicasException(), false, false, false),
      Arguments.of(new TopicAuthorizationException("no"), false, false, false),
      Arguments.of(new NotEnoughReplicasAfterAppendException("?"), false, false, true),
      Arguments.of(new NotLeaderOrFollowerException(), false, false, true),
      Arguments.of(new TimeoutException(), false, false, true),
      Arguments.of(new DisconnectException(), false, false, true),
    };
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorIsFinalOrAboutSequencesOrLeavesADoubt(
      ApiException error, boolean isFinal, boolean sequence, boolean doubt) {
    assertThat(Trouble.isFinal(error)).isEqualTo(isFinal);
    assertThat(Trouble.isSequence(error)).isEqualTo(sequence);
    assertThat(Trouble.mayBeAppended(error)).isEqualTo(doubt);
  }

  @Test
  void anErrorIsNamedByItsClassAndSaysWhatToDo() {
    Trouble trouble = Trouble.atTarget(ONE, new TopicAuthorizationException("Not allowed."));

    assertThat(trouble.reason()).isEqualTo("TopicAuthorization");
    assertThat(trouble.message())
        .isEqualTo("t-1 at the target: Not allowed. Grant the user Describe and Write on it");
  }

  @Test
  void pausesGrowUpToTheirLimit() {
    Backoff backoff = new Backoff(100, 1_000);
    Random random = new Random(1);

    assertThat(backoff.pauseMs(1, random)).isBetween(80L, 100L);
    assertThat(backoff.pauseMs(2, random)).isBetween(160L, 200L);
    assertThat(backoff.pauseMs(1_000_000, random)).isBetween(800L, 1_000L);
  }
}
