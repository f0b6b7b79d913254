package dev.kafkamirror.replicator.task.mirror;

import dev.kafkamirror.replicator.wire.ClusterConnection;
import dev.kafkamirror.replicator.wire.NetworkUse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns the connection to one cluster: runs messages from other threads, then its
 * work, then waits for the network, over and over. Where the connection cannot even be made (no
 * such host now, a bad certificate) it tries again.
 */
final class EventLoop<C extends ClusterConnection> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  /** Longest wait for the network, ms: what a missed wake-up could cost at worst. */
  private static final long MOST_WAIT_MS = 1_000;

  private static final long PAUSE_AFTER_ERROR_MS = 1_000;

  /** What a loop does in each of its turns. */
  @FunctionalInterface
  interface Work<C> {
    /**
     * Sends what can be sent.
     *
     * @param nowMs monotonic time
     * @return longest time that may pass until the next turn when nothing happens, ms
     */
    long turn(C connection, long nowMs);
  }

  private final Supplier<C> connect;
  private final Work<C> work;
  private final LongSupplier clock;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile C connection;
  private volatile Throwable error;
  private volatile long lastTurnMs;
  private volatile boolean closed;

  /**
   * @param clock monotonic time, ms
   */
  EventLoop(String name, Supplier<C> connect, Work<C> work, LongSupplier clock) {
    this.connect = connect;
    this.work = work;
    this.clock = clock;
    this.lastTurnMs = clock.getAsLong();
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Has the loop's thread run something, in the order of the posts. */
  void post(Runnable message) {
    inbox.add(message);
    wake();
  }

  /** Lets the loop take its next turn at once. */
  void wake() {
    C current = connection;
    if (current != null) {
      current.wakeup();
    }
  }

  /** Why the cluster cannot be used, null when it can. */
  Throwable error() {
    return error;
  }

  /** How the loop uses the network. */
  NetworkUse networkUse() {
    C current = connection;
    return current == null ? NetworkUse.NONE : current.networkUse();
  }

  /** When the loop last turned, monotonic ms. */
  long lastTurnMs() {
    return lastTurnMs;
  }

  @Override
  public void close() {
    closed = true;
    inbox.add(() -> {});
    wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean failed = false;
    while (!closed) {
      try {
        if (failed) {
          pause();
        }
        turn();
        failed = false;
      } catch (RuntimeException e) {
        failed = true;
        error = e;
        LOG.atWarn().setCause(e).addKeyValue("loop", thread.getName()).log("Trying again");
      }
    }
    C last = connection;
    if (last != null) {
      last.close();
    }
  }

  private void turn() {
    lastTurnMs = clock.getAsLong();
    for (Runnable message = inbox.poll(); message != null; message = inbox.poll()) {
      message.run();
    }
    if (connection == null) {
      connection = connect.get();
    }
    long wait = work.turn(connection, clock.getAsLong());
    connection.poll(inbox.isEmpty() ? Math.clamp(wait, 0, MOST_WAIT_MS) : 0);
    error = connection.error().orElse(null);
  }

  /** Messages are still worked off, so that partitions can be released without a connection. */
  private void pause() {
    long end = clock.getAsLong() + PAUSE_AFTER_ERROR_MS;
    try {
      for (long rest = PAUSE_AFTER_ERROR_MS; rest > 0 && !closed; rest = end - clock.getAsLong()) {
        Runnable message = inbox.poll(rest, TimeUnit.MILLISECONDS);
        if (message != null) {
          message.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }
}
