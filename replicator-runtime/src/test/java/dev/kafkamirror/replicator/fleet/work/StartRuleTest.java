package dev.kafkamirror.replicator.fleet.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartRuleTest {
  private static final Uuid OLD = Uuid.randomUuid();
  private static final Uuid NEW = Uuid.randomUuid();
  private static final TopicPair NOW = new TopicPair(NEW, NEW, "west");

  @ParameterizedTest
  @CsvSource({
    // source same, remote same, cluster, copied, policy, rule
    "true, true, west, true, Fail, GO_ON",
    "true, true, west, false, Fail, GO_ON",
    "true, true,, true, Fail, GO_ON",
    "true, false, west, true, Fail, BEGIN",
    "true, true, other, true, Fail, BEGIN",
    "false, true, west, true, Fail, HOLD",
    "false, true, west, true, Restart, HOLD",
    "false, true, west, true, Append, BEGIN",
    // Whoever deletes the remote topic, too, wants it again.
    "false, false, west, true, Fail, BEGIN",
    "false, true, other, true, Fail, BEGIN",
    // Nothing of the old one was copied.
    "false, true, west, false, Fail, BEGIN",
  })
  void decidesByWhatIsStillTheSame(
      boolean sameSource,
      boolean sameRemote,
      String cluster,
      boolean copied,
      OnSourceRecreate policy,
      StartRule rule) {
    TopicPair then = new TopicPair(sameSource ? NEW : OLD, sameRemote ? NEW : OLD, cluster);
    Position position = new Position(50, copied ? 40 : -1, 1);
    var stored = new StoredPosition(Copied.upTo(position), then, Ownership.holding("pod", null, 3));

    assertThat(StartRule.of(Optional.of(stored), NOW, policy)).isEqualTo(rule);
  }

  @Test
  void aPartitionThatNobodyKnowsBegins() {
    assertThat(StartRule.of(Optional.empty(), NOW, OnSourceRecreate.Fail))
        .isEqualTo(StartRule.BEGIN);
  }

  @Test
  void theMarkOfTheFirstStartCountsWhateverTheRemoteTopicIs() {
    assertThat(StartRule.of(Optional.of(mark(NEW)), NOW, OnSourceRecreate.Fail))
        .isEqualTo(StartRule.GO_ON);
    assertThat(StartRule.of(Optional.of(mark(OLD)), NOW, OnSourceRecreate.Fail))
        .isEqualTo(StartRule.BEGIN);
  }

  private static StoredPosition mark(Uuid sourceId) {
    return new StoredPosition(
        Copied.upTo(new Position(50, -1, -1)),
        new TopicPair(sourceId, Uuid.ZERO_UUID, null),
        Ownership.nobody());
  }
}
