package dev.kafkamirror.replicator.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat.HeartbeatState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatViewTest {
  private static final Duration STALE_AFTER = Duration.ofSeconds(30);

  @Test
  void nothingWasReceivedAtFirst() {
    assertThat(HeartbeatView.NOTHING.judge(1_000, STALE_AFTER, "refused"))
        .isEqualTo(new Heartbeat(HeartbeatState.NeverReceived, null, "refused"));
  }

  @Test
  void aFreshHeartbeatIsHealthyAndTellsItsRoundTrip() {
    HeartbeatView view = HeartbeatView.NOTHING.after(1_000, 1_040, true);

    assertThat(view.judge(31_000, STALE_AFTER, null))
        .isEqualTo(new Heartbeat(HeartbeatState.Healthy, 40L, null));
  }

  @Test
  void anOldHeartbeatIsStale() {
    HeartbeatView view = HeartbeatView.NOTHING.after(1_000, 1_040, true);

    assertThat(view.judge(31_001, STALE_AFTER, null).state()).isEqualTo(HeartbeatState.Stale);
  }

  @Test
  void aHeartbeatFromBeforeThisLeaderSaysNothingOfTheRoundTrip() {
    HeartbeatView view = HeartbeatView.NOTHING.after(1_000, 25_000, false);

    assertThat(view.judge(25_000, STALE_AFTER, null))
        .isEqualTo(new Heartbeat(HeartbeatState.Healthy, null, null));
  }
}
