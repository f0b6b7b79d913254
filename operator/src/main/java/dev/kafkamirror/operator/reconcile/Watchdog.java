package dev.kafkamirror.operator.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows whether reconciles come to an end. Every call of theirs has a deadline, also while the API
 * server is away, so that one that takes longer than all of them together hangs.
 */
public final class Watchdog {
  /** Ten writes that each wait for their deadline of ten seconds and are tried again. */
  static final Duration HANGS = Duration.ofMinutes(5);

  private final Clock clock;
  private final Map<Object, Instant> running = new ConcurrentHashMap<>();

  public Watchdog(Clock clock) {
    this.clock = clock;
  }

  void begins(Object resource) {
    running.put(resource, clock.instant());
  }

  void ends(Object resource) {
    running.remove(resource);
  }

  /** What has hung for too long, empty while all is well. */
  public Optional<String> hanging() {
    var latest = clock.instant().minus(HANGS);
    return running.entrySet().stream()
        .filter(one -> one.getValue().isBefore(latest))
        .map(one -> "the reconcile of " + one.getKey() + " hangs since " + one.getValue())
        .findFirst();
  }
}
