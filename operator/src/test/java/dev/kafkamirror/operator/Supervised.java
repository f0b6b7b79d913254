package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator in this JVM that is started again whenever its process would have ended, as the
 * kubelet does it for a container.
 */
final class Supervised implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);

  private enum Why {
    LostLease,
    Restart,
    Close
  }

  private final Config login;
  private final OperatorConfig config;
  private final BlockingQueue<Why> ends = new LinkedBlockingQueue<>();
  private final AtomicInteger losses = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();
  private final Thread supervisor;
  private volatile MirrorOperator running;

  Supervised(Config login, OperatorConfig config) {
    this.login = login;
    this.config = config;
    supervisor = Thread.ofPlatform().name("supervisor").start(this::supervise);
  }

  /** How often it has lost its Lease. */
  int losses() {
    return losses.get();
  }

  /** How often it has come up. */
  int runs() {
    return runs.get();
  }

  /** The one that runs, null while there is none. */
  MirrorOperator running() {
    return running;
  }

  /** Ends it and starts another. */
  void restart() {
    ends.add(Why.Restart);
  }

  @Override
  public void close() {
    ends.add(Why.Close);
    // One that waits for an API server that stays away.
    if (running == null) {
      supervisor.interrupt();
    }
    try {
      supervisor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the operator had ended", e);
    }
  }

  private void supervise() {
    var why = Why.Restart;
    while (why != Why.Close && !ends.contains(Why.Close)) {
      why = runOnce();
      LOG.info("The operator ended: {}", why);
    }
  }

  private Why runOnce() {
    var client = OperatorClient.open(login);
    try (var operator = MirrorOperator.start(client, config, Clock.systemUTC(), this::lost)) {
      running = operator;
      runs.incrementAndGet();
      var why = ends.take();
      running = null;
      if (why == Why.LostLease) {
        // The process would be gone, and every request of its with it.
        client.close();
      }
      return why;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      return Why.Close;
    } catch (RuntimeException e) {
      LOG.warn("The operator did not come up", e);
      return ends.contains(Why.Close) ? Why.Close : Why.Restart;
    } finally {
      client.close();
    }
  }

  private void lost() {
    losses.incrementAndGet();
    ends.add(Why.LostLease);
  }
}
