package dev.kafkamirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  @Test
  void whoCanNotRenewGivesUpWellBeforeAnotherMayTakeOver() {
    var leadership = new Leadership("own", "m", "p");

    assertThat(leadership.lease()).isEqualTo(Duration.ofSeconds(15));
    assertThat(leadership.renewWithin()).isEqualTo(Duration.ofSeconds(10));
    assertThat(leadership.retry()).isEqualTo(Duration.ofSeconds(2));
  }
}
