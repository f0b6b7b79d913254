package dev.kafkamirror.replicator.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private final Retries retries = new Retries(new Backoff(100, 1_000), new Random(1));

  @Test
  void whatNeverFailedNeedsNoRest() {
    assertThat(retries.restMs(0)).isZero();
  }

  @Test
  void eachFailureInARowMakesTheRestLonger() {
    retries.failed(5_000);
    assertThat(retries.restMs(5_000)).isBetween(80L, 100L);

    retries.failed(6_000);
    assertThat(retries.restMs(6_000)).isBetween(160L, 200L);
    assertThat(retries.restMs(6_050)).isBetween(110L, 150L);
    assertThat(retries.restMs(6_200)).isZero();
  }

  @Test
  void afterASuccessTheNextFailureIsTheFirstAgain() {
    retries.failed(5_000);
    retries.failed(5_000);
    retries.succeeded();
    assertThat(retries.restMs(5_000)).isZero();

    retries.failed(5_000);
    assertThat(retries.restMs(5_000)).isBetween(80L, 100L);
  }
}
