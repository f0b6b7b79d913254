package dev.kafkamirror.local.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Waits for servers that give no sign when they are ready. */
public final class Waiting {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long PAUSE_MILLIS = 100;

  private Waiting() {}

  /**
   * Returns when the condition holds.
   *
   * @param alive throws when waiting is in vain
   * @throws IllegalStateException after three minutes, with the condition's last exception
   */
  public static void until(String what, Runnable alive, Callable<Boolean> condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    Exception last = null;
    while (System.nanoTime() < end) {
      alive.run();
      try {
        if (condition.call()) {
          return;
        }
      } catch (Exception e) {
        last = e;
      }
      pause(what);
    }
    throw new IllegalStateException("waited " + LIMIT + " in vain until " + what, last);
  }

  private static void pause(String what) {
    try {
      new CompletableFuture<Void>()
          .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting until " + what, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
