package dev.kafkamirror.replicator.task.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.PartitionProgress;
import java.util.Random;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which of the two connections to a broker a partition is fetched on. */
class SourceBrokersTest {
  private static final int LONG_MS = 500;
  private static final int SHORT_MS = 20;

  private final SourceBroker broker = at(new Node(3, "host", 9092));
  private final SourceBroker aside = broker.aside();

  private static SourceBroker at(Node node) {
    SourceBroker broker = SourceBroker.withAside();
    broker.isAt(node);
    return broker;
  }

  @Test
  void bothConnectionsAreToTheSameBroker() {
    assertThat(broker.id()).isEqualTo(3);
    assertThat(broker.node().id()).isNotEqualTo(3);
    assertThat(broker.node().port()).isEqualTo(9092);
    assertThat(aside.id()).isEqualTo(3);
    assertThat(aside.node().id()).isEqualTo(3);
    assertThat(aside.aside()).isSameAs(aside);
  }

  @Test
  void goesToTheFirstConnectionWhenNoFetchIsOnItsWay() {
    assertThat(SourceBrokers.choose(broker, null)).isSameAs(broker);
  }

  @Test
  void whoComesWhileAFetchWaitsForRecordsIsFetchedAside() {
    broker.fetchSent(LONG_MS);

    assertThat(SourceBrokers.choose(broker, null)).isSameAs(aside);
    assertThat(SourceBrokers.choose(broker, aside)).isSameAs(aside);
  }

  @Test
  void whoIsPartOfTheFetchThatWaitsStaysThere() {
    broker.fetchSent(LONG_MS);

    assertThat(SourceBrokers.choose(broker, broker)).isSameAs(broker);
  }

  @Test
  void whoComesWhileAFetchIsBackSoonGoesWithTheNext() {
    broker.fetchSent(SHORT_MS);

    assertThat(SourceBrokers.choose(broker, null)).isSameAs(broker);
  }

  @Test
  void leavesTheSideOnlyWhenNoAnswerIsDueThere() {
    broker.fetchSent(LONG_MS);
    aside.fetchSent(SHORT_MS);
    broker.fetchAnswered();
    assertThat(SourceBrokers.choose(broker, aside)).isSameAs(aside);

    aside.fetchAnswered();
    assertThat(SourceBrokers.choose(broker, aside)).isSameAs(broker);
  }

  @Test
  void fetchesAreShortAsideAndAsLongAsSomebodyIsThere() {
    assertThat(broker.fetchWaitMs(0)).isEqualTo(LONG_MS);
    assertThat(aside.fetchWaitMs(0)).isEqualTo(SHORT_MS);

    SourcePartition partition = partition();
    aside.fetch(partition);
    assertThat(broker.fetchWaitMs(0)).isEqualTo(SHORT_MS);
    assertThat(aside.all()).containsExactly(partition);

    aside.remove(partition);
    assertThat(broker.fetchWaitMs(0)).isEqualTo(LONG_MS);
  }

  @Test
  void aBrokerWhoseIdLeavesNoRoomHasOneConnection() {
    SourceBroker large = at(new Node(Integer.MAX_VALUE, "host", 9092));
    large.fetchSent(LONG_MS);

    assertThat(large.aside()).isSameAs(large);
    assertThat(SourceBrokers.choose(large, null)).isSameAs(large);
  }

  private static SourcePartition partition() {
    CopyOrder order =
        new CopyOrder(
            new TopicPartition("t", 0), new TopicPartition("east.t", 0), CopyOrder.EARLIEST);
    return new SourcePartition(
        new PartitionProgress(order, () -> 0), CopyPolicy.DEFAULT, new Random(1));
  }
}
