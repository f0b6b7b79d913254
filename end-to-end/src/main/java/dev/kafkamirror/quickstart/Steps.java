package dev.kafkamirror.quickstart;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells a person which step is under way, what it does, how long it took, and which one failed. */
final class Steps {
  private final PrintStream out;
  private final int total;
  private final LongSupplier nanoTime;
  private final long start;
  private int number;
  private String current = "start";

  Steps(PrintStream out, int total, LongSupplier nanoTime) {
    this.out = out;
    this.total = total;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** Runs one step. */
  <T> T run(String title, Supplier<T> work) {
    number++;
    current = title;
    out.printf("[%d/%d] %s%n", number, total, title);
    long before = nanoTime.getAsLong();
    T result = work.get();
    out.printf("      done in %.1f s%n", (nanoTime.getAsLong() - before) / 1e9);
    return result;
  }

  void run(String title, Runnable work) {
    run(
        title,
        () -> {
          work.run();
          return null;
        });
  }

  /** One line about what the current step does. */
  void say(String line) {
    out.println("      " + line);
  }

  /** Says which step failed, why, and where to read more. */
  void failed(Exception e, Path log) {
    out.printf("%nStep %d of %d failed: %s%n", number, total, current);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      out.println("  " + cause.getMessage());
    }
    out.println("  Logs: " + log);
  }

  Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }
}
