package dev.kafkamirror.replicator.task.produce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProducerIdentitiesTest {
  private static final TopicPartition ONE = new TopicPartition("t", 1);
  private static final TopicPartition TWO = new TopicPartition("t", 2);
  private static final ProducerIdentity FIRST = new ProducerIdentity(1, (short) 0);
  private static final ProducerIdentity NEXT = new ProducerIdentity(1, (short) 1);
  private static final long DAY = 24 * 60 * 60 * 1_000L;

  private final ProducerIdentities plain = new ProducerIdentities(null, new Random(1));
  private final ProducerIdentities identities = new ProducerIdentities("mm2-f-1", new Random(1));

  @Test
  void serveEachPartitionOnce() {
    assertThat(plain.take(ONE)).isEmpty();
    assertThat(plain.isDue(0)).isTrue();

    plain.issued(FIRST, 0);
    assertThat(plain.take(ONE)).hasValue(FIRST);
    assertThat(plain.take(TWO)).hasValue(FIRST);
    assertThat(plain.isDue(0)).isFalse();

    assertThat(plain.take(ONE)).isEmpty();
    assertThat(plain.isDue(0)).isTrue();
    plain.issued(new ProducerIdentity(2, (short) 0), 0);
    assertThat(plain.take(ONE)).hasValue(new ProducerIdentity(2, (short) 0));
  }

  @Test
  void plainOnesAreFinalAtOnceAndAskedForWhenNeeded() {
    assertThat(plain.identified()).isDone();
    assertThat(plain.isDue(0)).isFalse();
    assertThat(plain.transactionalId()).isNull();
    assertThat(plain.withoutFencing()).isEmpty();
  }

  @Test
  void areAskedForBeforeThereIsAPartitionWhenSuccessorsCanFenceThem() {
    assertThat(identities.isDue(0)).isTrue();
    assertThat(identities.current()).isNull();
    assertThat(identities.identified()).isNotDone();

    identities.issued(FIRST, 0);

    assertThat(identities.identified()).isDone();
    assertThat(identities.transactionalId()).isEqualTo("mm2-f-1");
    assertThat(identities.isDue(0)).isFalse();
  }

  @Test
  void areRenewedWithWhatTheyAreByTheCoordinator() {
    identities.issued(FIRST, 0);
    identities.take(ONE);
    assertThat(identities.take(ONE)).isEmpty();
    assertThat(identities.current()).isEqualTo(FIRST);

    identities.issued(NEXT, 0);

    assertThat(identities.take(ONE)).hasValue(NEXT);
  }

  @Test
  void areRenewedEveryDayLestTheCoordinatorForgets() {
    identities.issued(FIRST, 0);
    assertThat(identities.isDue(DAY)).isFalse();
    assertThat(identities.isDue(DAY + 1)).isTrue();
    identities.issued(NEXT, DAY + 1);
    assertThat(identities.isDue(DAY + 2)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("fencing")
  void sendNothingMoreOnceASuccessorFencedThem(ApiException error) {
    identities.issued(FIRST, 0);

    identities.refused(error, 0);

    assertThat(identities.fenced().reason()).isEqualTo("Fenced");
    assertThat(identities.take(ONE)).isEmpty();
    assertThat(identities.isDue(DAY)).isFalse();
  }

  static List<ApiException> fencing() {
    return List.of(new ProducerFencedException("?"), new InvalidProducerEpochException("?"));
  }

  @Test
  void sendNothingMoreWhenTheCoordinatorGivesAnotherProducerId() {
    identities.issued(FIRST, 0);

    identities.issued(new ProducerIdentity(2, (short) 0), 0);

    assertThat(identities.fenced().message()).contains("forgotten transactional id mm2-f-1");
  }

  @ParameterizedTest
  @MethodSource("passing")
  void areAskedForAgainAfterWhatPasses(ApiException error) {
    identities.refused(error, 0);

    assertThat(identities.isDue(0)).isFalse();
    assertThat(identities.restMs(0)).isPositive();
    assertThat(identities.isDue(1_000)).isTrue();
    assertThat(identities.trouble().message()).contains("No producer id");
    assertThat(identities.transactionalId()).isNotNull();
    assertThat(identities.identified()).isNotDone();
  }

  static List<ApiException> passing() {
    return List.of(
        new CoordinatorNotAvailableException("?"),
        new CoordinatorLoadInProgressException("?"),
        new DisconnectException("?"),
        new SaslAuthenticationException("?"));
  }

  @ParameterizedTest
  @MethodSource("refusing")
  void goWithoutATransactionalIdWhereTheTargetGrantsNone(ApiException error) {
    identities.refused(error, 0);

    assertThat(identities.transactionalId()).isNull();
    assertThat(identities.withoutFencing()).hasValueSatisfying(w -> assertThat(w).contains("no!"));
    assertThat(identities.identified()).isDone();
    assertThat(identities.isDue(0)).isTrue();
    identities.issued(FIRST, 0);
    assertThat(identities.take(ONE)).hasValue(FIRST);
    identities.issued(new ProducerIdentity(2, (short) 0), 0);
    assertThat(identities.fenced()).isNull();
  }

  static List<ApiException> refusing() {
    return List.of(
        new TransactionalIdAuthorizationException("no!"), new UnsupportedVersionException("no!"));
  }

  @Test
  void goWithoutATransactionalIdWhereACoordinatorNeverComes() {
    identities.refused(new CoordinatorNotAvailableException("no!"), 0);
    identities.refused(new CoordinatorNotAvailableException("no!"), 29_999);
    assertThat(identities.transactionalId()).isNotNull();

    identities.refused(new CoordinatorNotAvailableException("no!"), 30_000);

    assertThat(identities.transactionalId()).isNull();
  }

  @Test
  void keepTheTransactionalIdOnceTheyHaveItWhateverTheCoordinatorSays() {
    identities.issued(FIRST, 0);

    identities.refused(new TransactionalIdAuthorizationException("revoked"), 0);

    assertThat(identities.transactionalId()).isEqualTo("mm2-f-1");
    assertThat(identities.trouble().reason()).isEqualTo("TransactionalIdAuthorization");
  }
}
