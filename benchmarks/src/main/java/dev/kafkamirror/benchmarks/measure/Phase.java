package dev.kafkamirror.benchmarks.measure;

import dev.kafkamirror.benchmarks.process.RunningSystem;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Stretches of a measurement, during which the systems must run. */
public final class Phase {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private Phase() {}

  /** Lets time pass. */
  public static void last(Duration time, Collection<RunningSystem> systems) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      systems.forEach(RunningSystem::mustRun);
      LockSupport.parkNanos(Math.min(end - System.nanoTime(), 100_000_000));
    }
  }

  /**
   * Waits for something.
   *
   * @throws IllegalStateException when it takes longer
   */
  public static void until(
      String what, Duration deadline, Collection<RunningSystem> systems, BooleanSupplier done) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!done.getAsBoolean()) {
      systems.forEach(RunningSystem::mustRun);
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within " + deadline.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
