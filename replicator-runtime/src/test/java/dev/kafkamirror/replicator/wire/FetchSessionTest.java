package dev.kafkamirror.replicator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchRequest.PartitionData;
import org.apache.kafka.common.requests.FetchResponse;
import org.junit.jupiter.api.Test;

class FetchSessionTest {
  private static final int SESSION = 77;
  private static final short WITH_IDS = 13;
  private static final Uuid ID = new Uuid(1, 2);
  private static final Uuid OTHER_ID = new Uuid(3, 4);
  private static final TopicPartition A = new TopicPartition("t", 0);
  private static final TopicPartition B = new TopicPartition("t", 1);
  private static final TopicPartition C = new TopicPartition("t", 2);

  private final FetchSession session = new FetchSession(true);

  @Test
  void asksForEverythingAtFirstAndThenOnlyForChanges() {
    establish(A, B);

    session.want(B, at(5));
    session.want(C, at(0));
    FetchRequest.Builder request = session.request(100);

    assertThat(request.metadata()).isEqualTo(FetchMetadata.newIncremental(SESSION));
    assertThat(request.fetchData()).containsOnlyKeys(B, C).containsEntry(B, at(5));
    assertThat(request.removed()).isEmpty();
  }

  @Test
  void saysNothingWhenNothingChanged() {
    establish(A, B);

    session.want(A, at(0));
    session.forget(B);
    session.want(B, at(0));
    FetchRequest.Builder request = session.request(100);

    assertThat(request.fetchData()).isEmpty();
    assertThat(request.removed()).isEmpty();
  }

  @Test
  void hasTheBrokerForgetWhatIsNoLongerWanted() {
    establish(A, B);

    session.forget(A);
    session.forget(C);

    assertThat(session.request(100).removed()).containsExactly(new TopicIdPartition(ID, A));
    answer(Errors.NONE, SESSION);
    assertThat(session.request(100).removed()).isEmpty();
  }

  @Test
  void replacesATopicThatWasCreatedAgain() {
    establish(A);

    session.want(A, at(OTHER_ID, 0));
    FetchRequest.Builder request = session.request(100);

    assertThat(request.fetchData()).containsEntry(A, at(OTHER_ID, 0));
    assertThat(request.replaced()).containsExactly(new TopicIdPartition(ID, A));
  }

  @Test
  void dropsAnswersAboutWhatIsWantedOtherwiseByNow() {
    establish(A, B, C);
    var _ = session.request(100);

    session.want(A, at(9));
    session.forget(B);

    assertThat(answer(Errors.NONE, SESSION, A, B, C)).containsExactly(C);
  }

  @Test
  void startsAnewWhenTheBrokerHasForgottenTheSession() {
    establish(A, B);
    var _ = session.request(100);

    assertThat(answer(Errors.FETCH_SESSION_ID_NOT_FOUND, 0)).isEmpty();

    FetchRequest.Builder request = session.request(100);
    assertThat(request.metadata()).isEqualTo(FetchMetadata.INITIAL);
    assertThat(request.fetchData()).containsOnlyKeys(A, B);
  }

  @Test
  void replacesTheSessionWhenAnAnswerWasLost() {
    establish(A, B);
    session.forget(B);
    var _ = session.request(100);

    session.renew();

    FetchRequest.Builder request = session.request(100);
    assertThat(request.metadata()).isEqualTo(new FetchMetadata(SESSION, 0));
    assertThat(request.fetchData()).containsOnlyKeys(A);
    assertThat(request.removed()).isEmpty();
  }

  @Test
  void asksForEverythingAgainWhenTheBrokerHasNoRoomForSessions() {
    session.want(A, at(0));
    session.want(B, at(0));
    var _ = session.request(100);

    assertThat(answer(Errors.NONE, 0, A, B)).containsExactly(A, B);
    session.want(A, at(9));

    // Who had something comes last, so that the others have their turn.
    assertThat(session.request(100).fetchData().keySet()).containsExactly(B, A);
  }

  @Test
  void doesNotTakeAThrottledAnswerForASession() {
    session.want(A, at(0));
    var _ = session.request(100);

    assertThat(answer(Errors.NONE, SESSION)).isEmpty();

    assertThat(session.request(100).metadata()).isEqualTo(FetchMetadata.INITIAL);
  }

  @Test
  void tellsABrokerThatKeepsNoSessionEverythingEachTime() {
    FetchSession without = new FetchSession(false);
    without.want(A, at(0));
    without.want(B, at(0));
    FetchRequest.Builder first = without.request(100);
    assertThat(first.metadata()).isEqualTo(FetchMetadata.LEGACY);
    assertThat(answer(without, Errors.NONE, 0, A, B)).containsExactly(A, B);

    without.want(A, at(5));
    FetchRequest.Builder next = without.request(100);

    assertThat(next.metadata()).isEqualTo(FetchMetadata.LEGACY);
    assertThat(next.fetchData()).containsOnlyKeys(A, B).containsEntry(A, at(5));
    without.renew();
    assertThat(without.request(100).metadata()).isEqualTo(FetchMetadata.LEGACY);
  }

  @Test
  void namesTopicsWhileOneHasNoId() {
    session.want(A, at(Uuid.ZERO_UUID, 0));
    session.want(B, at(0));
    assertThat(session.request(100).latestAllowedVersion()).isLessThan(WITH_IDS);

    session.want(A, at(0));
    assertThat(session.request(100).latestAllowedVersion()).isGreaterThanOrEqualTo(WITH_IDS);
  }

  private void establish(TopicPartition... partitions) {
    for (TopicPartition partition : partitions) {
      session.want(partition, at(0));
    }
    FetchRequest.Builder request = session.request(100);
    assertThat(request.metadata()).isEqualTo(FetchMetadata.INITIAL);
    assertThat(request.fetchData()).containsOnlyKeys(partitions);
    assertThat(answer(Errors.NONE, SESSION, partitions)).containsExactly(partitions);
  }

  private List<TopicPartition> answer(Errors error, int sessionId, TopicPartition... partitions) {
    return answer(session, error, sessionId, partitions);
  }

  private static List<TopicPartition> answer(
      FetchSession session, Errors error, int sessionId, TopicPartition... partitions) {
    var data = new LinkedHashMap<TopicIdPartition, FetchResponseData.PartitionData>();
    for (TopicPartition partition : partitions) {
      data.put(new TopicIdPartition(ID, partition), new FetchResponseData.PartitionData());
    }
    FetchResponse response = FetchResponse.of(error, 0, sessionId, data, List.of());
    return List.copyOf(session.answer(response, WITH_IDS).keySet());
  }

  private static PartitionData at(long offset) {
    return at(ID, offset);
  }

  private static PartitionData at(Uuid topicId, long offset) {
    return new PartitionData(topicId, offset, -1, 1_000, Optional.of(1), Optional.empty());
  }
}
