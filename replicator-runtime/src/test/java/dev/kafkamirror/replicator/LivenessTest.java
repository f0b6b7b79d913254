package dev.kafkamirror.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final Duration JUST_NOW = Duration.ofMillis(900);
  private static final Duration LONG_AGO = Duration.ofHours(1);

  private final Liveness liveness = new Liveness();
  private long turns;

  private void beats(int count, boolean controlTurns, Duration sinceTaskTurned) {
    for (int i = 0; i < count; i++) {
      liveness.beat(controlTurns ? ++turns : turns, sinceTaskTurned);
    }
  }

  @Test
  void aProcessWhoseLoopsTurnIsAlive() {
    beats(1_000, true, JUST_NOW);

    assertThat(liveness.hanging()).isNull();
  }

  @Test
  void aControlLoopThatHangsForMinutesIsFatal() {
    beats(Liveness.STUCK_AFTER, false, JUST_NOW);
    assertThat(liveness.hanging()).isNull();

    beats(1, false, JUST_NOW);
    assertThat(liveness.hanging()).contains("control loop");
  }

  @Test
  void anEventLoopThatHangsForMinutesIsFatalAndOneThatTurnsAgainIsNot() {
    beats(Liveness.STUCK_AFTER - 1, true, LONG_AGO);
    assertThat(liveness.hanging()).isNull();

    beats(1, true, LONG_AGO);
    assertThat(liveness.hanging()).contains("event loop");

    beats(1, true, JUST_NOW);
    assertThat(liveness.hanging()).isNull();
  }

  @Test
  void aProcessThatWasStoppedForAnHourIsAliveWhenItGoesOn() {
    beats(10, true, JUST_NOW);

    // The first beat after it may come before any loop has turned.
    beats(1, false, LONG_AGO);

    assertThat(liveness.hanging()).isNull();
  }
}
