package dev.kafkamirror.local.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;

/** Waits until brokers have registered and answer. */
final class ClusterReadiness {
  private static final long ATTEMPT_MILLIS = 2_000;

  private ClusterReadiness() {}

  /**
   * @param died log of a node that has ended, null while all run
   * @throws IllegalStateException when a node ended or the deadline passed
   */
  static void await(
      Map<String, Object> client, List<Integer> brokers, Supplier<Path> died, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    String last = "no answer yet";
    try (Admin admin = Admin.create(client)) {
      while (System.nanoTime() < end) {
        Path log = died.get();
        if (log != null) {
          throw new IllegalStateException("a node ended by itself, see " + log);
        }
        try {
          List<Integer> seen =
              admin.describeCluster().nodes().get(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS).stream()
                  .map(Node::id)
                  .toList();
          if (seen.containsAll(brokers)) {
            return;
          }
          last = "registered brokers " + seen;
        } catch (TimeoutException | ExecutionException e) {
          last = e.toString();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for brokers " + brokers, e);
    }
    throw new IllegalStateException("brokers " + brokers + " are not up: " + last);
  }
}
