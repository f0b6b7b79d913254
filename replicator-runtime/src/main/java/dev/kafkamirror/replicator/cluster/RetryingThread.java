package dev.kafkamirror.replicator.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that never ends by itself: when its body returns or throws it is run again after a pause
 * that grows from one to eight seconds, until {@link #close}. The body opens what it needs and
 * closes it before it leaves.
 */
public final class RetryingThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetryingThread.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  /** Short enough that a cluster that was mended is used again soon. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  /** A body that ran as long had no trouble to begin with. */
  private static final Duration RAN_WELL = Duration.ofSeconds(30);

  /** Clients complain when they are interrupted while they close, so they get a chance first. */
  private static final Duration BY_ITSELF = Duration.ofSeconds(2);

  /** What the thread does: until {@link RetryingThread#closed()}, or until something fails. */
  public interface Body {
    void run(RetryingThread self) throws Exception;
  }

  private final Thread thread;
  private final Body body;
  private final Consumer<Throwable> onError;
  private boolean closed;
  private boolean woken;

  /**
   * @param onError hears of everything that the body throws, before the pause
   */
  public RetryingThread(String name, Body body, Consumer<Throwable> onError) {
    this.body = body;
    this.onError = onError;
    this.thread = new Thread(this::loop, name);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  public synchronized boolean closed() {
    return closed;
  }

  /**
   * Waits, and returns early when the thread is woken or closed.
   *
   * @return whether the body should go on
   */
  public synchronized boolean pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos();
        !closed && !woken && left > 0;
        left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    woken = false;
    return !closed;
  }

  /** Ends the present or next {@link #pause}. */
  public synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Asks the body to end, and lets it. */
  public synchronized void requestClose() {
    closed = true;
    notifyAll();
  }

  /**
   * Waits until the thread has ended by itself.
   *
   * @return whether it has
   */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return thread.getState() == Thread.State.NEW || thread.join(time);
  }

  /**
   * Lets the thread end, and interrupts what it waits for when it has not ended by itself soon.
   * Returns at once.
   */
  @Override
  public void close() {
    requestClose();
    CompletableFuture.delayedExecutor(BY_ITSELF.toMillis(), TimeUnit.MILLISECONDS)
        .execute(thread::interrupt);
  }

  private void loop() {
    Duration pause = SHORTEST_PAUSE;
    while (!closed()) {
      long start = System.nanoTime();
      boolean failed = runBody();
      boolean ranWell = System.nanoTime() - start > RAN_WELL.toNanos();
      if (!failed || ranWell) {
        pause = SHORTEST_PAUSE;
      }
      try {
        pause(pause);
      } catch (InterruptedException e) {
        // Only close() interrupts; the loop's condition sees it.
        LOG.trace("interrupted while pausing", e);
      }
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private boolean runBody() {
    try {
      body.run(this);
      return false;
    } catch (Exception e) {
      if (!closed()) {
        LOG.atWarn()
            .addKeyValue("reason", ClusterErrors.message(e))
            .log("{} failed and is tried again", thread.getName());
        onError.accept(e);
      }
      return true;
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
