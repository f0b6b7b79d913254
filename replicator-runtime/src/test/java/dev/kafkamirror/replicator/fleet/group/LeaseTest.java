package dev.kafkamirror.replicator.fleet.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private long now = 17;
  private final Lease lease = new Lease(() -> now);

  private void pass(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  @Test
  void endsWellBeforeTheGroupCanGiveTheWorkToAnother() {
    pass(4_400);
    lease.polled();
    assertThat(lease.valid()).isTrue();

    pass(200);
    assertThat(lease.valid()).isFalse();
    assertThat(Lease.SESSION).isGreaterThan(Duration.ofMillis(4_600));
  }

  @Test
  void isRenewedByEveryAnswerOfTheGroup() {
    for (int i = 0; i < 10; i++) {
      pass(2_000);
      lease.heard();
      lease.polled();
      assertThat(lease.valid()).isTrue();
    }
  }

  @Test
  void endsWhenTheThreadThatTakesPartInRebalancesIsStuck() {
    pass(2_600);
    lease.heard();

    assertThat(lease.valid()).isFalse();
  }
}
