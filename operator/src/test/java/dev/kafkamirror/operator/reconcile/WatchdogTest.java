package dev.kafkamirror.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Watchdog watchdog =
      new Watchdog(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

  @Test
  void aReconcileThatDoesNotEndIsNamed() {
    watchdog.begins("ns/m");
    now = now.plus(Watchdog.HANGS);
    assertThat(watchdog.hanging()).isEmpty();
    now = now.plus(Duration.ofSeconds(1));
    assertThat(watchdog.hanging()).get().asString().contains("ns/m");
  }

  @Test
  void reconcilesThatEndAreForgottenHoweverLongNoneBegins() {
    watchdog.begins("ns/m");
    watchdog.ends("ns/m");
    now = now.plus(Duration.ofDays(1));
    assertThat(watchdog.hanging()).isEmpty();
  }
}
