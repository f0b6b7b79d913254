package dev.kafkamirror.operator.status;

import static dev.kafkamirror.operator.Samples.answer;
import static dev.kafkamirror.operator.Samples.mirror;
import static dev.kafkamirror.operator.Samples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WritePolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final KafkaMirrorStatus CAUGHT_UP = status(mirror(""), "");
  private static final KafkaMirrorStatus BEHIND = status(mirror(""), "work: {lagRecords: 500}");

  @Test
  void theSameStatusIsNotWritten() {
    assertThat(WritePolicy.delay(CAUGHT_UP, status(mirror(""), ""), NOW, NOW)).isEmpty();
  }

  @Test
  void aFirstStatusIsWrittenAtOnce() {
    assertThat(WritePolicy.delay(null, CAUGHT_UP, null, NOW)).contains(Duration.ZERO);
  }

  @Test
  void anotherNumberWaitsUntilHalfAMinuteHasPassed() {
    assertThat(WritePolicy.delay(CAUGHT_UP, BEHIND, NOW.minusSeconds(10), NOW))
        .contains(Duration.ofSeconds(20));
    assertThat(WritePolicy.delay(CAUGHT_UP, BEHIND, NOW.minusSeconds(30), NOW))
        .contains(Duration.ZERO);
  }

  @Test
  void anotherConditionIsWrittenAtOnce() {
    var down = status(mirror(""), "source: {state: ConnectionFailed}");
    assertThat(WritePolicy.delay(CAUGHT_UP, down, NOW, NOW)).contains(Duration.ZERO);
  }

  @Test
  void aNewGenerationIsWrittenAtOnce() {
    var newer = status(mirror("metadata: {generation: 2}"), "");
    assertThat(WritePolicy.delay(CAUGHT_UP, newer, NOW, NOW)).contains(Duration.ZERO);
  }

  @Test
  void aRoundTripThatWaversIsNoChange() {
    var mirror = mirror("");
    mirror.setStatus(CAUGHT_UP);
    var wavering = status(mirror, "flow: {heartbeat: {state: Healthy, roundTripMillis: 100}}");
    var slow = status(mirror, "flow: {heartbeat: {state: Healthy, roundTripMillis: 500}}");
    assertThat(wavering).isEqualTo(CAUGHT_UP);
    assertThat(slow.heartbeat().roundTripMillis()).isEqualTo(500);
  }

  private static KafkaMirrorStatus status(KafkaMirror mirror, String answer) {
    var fleet = new Fleet(List.of(pod(answer(answer))));
    var situation =
        new Situation(
            mirror.getSpec(),
            null,
            "aaaaaaaaaaaa",
            new Workload(1, 1, 1, 1, true, null),
            fleet,
            NOW,
            true,
            NOW);
    return StatusMaker.make(
        mirror, fleet, Judgement.of(situation), LagVerdict.NO_LIMIT, 1, null, "a=b", NOW);
  }
}
