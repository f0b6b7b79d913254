package dev.kafkamirror.replicator.fence;

import dev.kafkamirror.replicator.fence.FenceSteps.Step;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.wire.TargetConnection;
import dev.kafkamirror.replicator.wire.TransactionCoordinator;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Fences lost owners on the remote partitions that are taken over from them: an empty, aborted
 * transaction in the lost one's name, whose markers teach the partitions' leaders a higher epoch of
 * its producer id. They refuse the lower one from then on, also after a restart. Its partitions
 * that are not taken over are left alone.
 *
 * <p>Covers every batch of a writer that got its producer id before. That is why a task must have
 * it before anybody names the task as an owner. Not covered are a leader that has forgotten a
 * producer id (producer.id.expiration.ms, a day without a batch) and a coordinator that has
 * forgotten a transactional id (transactional.id.expiration.ms, a week, while tasks renew theirs
 * every day): the lease has stopped such a writer long before.
 */
public final class Fence implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long IDLE_MS = 1_000;

  private final ClientSettings target;
  private final String name;
  private final ExecutorService threads;
  private volatile boolean closed;

  /**
   * @param name of threads and clients, unique in the process
   */
  public Fence(ClientSettings target, String name) {
    this.target = target;
    this.name = name;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  /**
   * Fences one writer. Returns at once. Several successors may do this for the same writer at the
   * same time, each for its partitions. Partitions that do not exist are left out: nothing can be
   * appended to them. They must be fenced again once they exist.
   *
   * @param transactionalId that of the lost owner
   * @param remotePartitions those that are taken over
   * @return completed when no batch of that writer can be appended to them any more, on a thread of
   *     this class: their ends that are read from then on are final. Exceptionally with what
   *     refused it: {@link org.apache.kafka.common.errors.AuthorizationException} where rights are
   *     missing (Write and Describe on the transactional id, Write on the topics), {@link
   *     org.apache.kafka.common.errors.UnsupportedVersionException} where the target has no
   *     transactions, {@link TimeoutException} when it took more than a minute; the last one may be
   *     tried again
   */
  public CompletableFuture<Void> fence(
      String transactionalId, Set<TopicPartition> remotePartitions) {
    CompletableFuture<Void> fenced = new CompletableFuture<>();
    Set<TopicPartition> partitions = Set.copyOf(remotePartitions);
    try {
      threads.execute(
          () -> {
            try {
              run(transactionalId, partitions);
              fenced.complete(null);
            } catch (RuntimeException e) {
              fenced.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      fenced.completeExceptionally(new IllegalStateException("The fence is closed", e));
    }
    return fenced;
  }

  private void run(String transactionalId, Set<TopicPartition> partitions) {
    long startMs = nowMs();
    FenceSteps steps = new FenceSteps(partitions, RandomGenerator.getDefault());
    try (TargetConnection connection = new TargetConnection(target, name)) {
      FenceCalls calls =
          new FenceCalls(
              steps, new TransactionCoordinator(connection, transactionalId), Fence::nowMs);
      while (steps.step() != Step.DONE) {
        if (closed) {
          throw new IllegalStateException("The fence is closed");
        }
        if (steps.refusal() != null) {
          throw steps.refusal();
        }
        if (nowMs() - startMs > PATIENCE.toMillis()) {
          throw new TimeoutException(
              "Writer %s is not fenced on %d partitions after %d s"
                  .formatted(transactionalId, partitions.size(), PATIENCE.toSeconds()),
              steps.lastError());
        }
        connection.poll(Math.clamp(calls.turn(), 0, IDLE_MS));
      }
    }
  }

  /** Monotonic. */
  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Gives up what is not fenced yet. */
  @Override
  public void close() {
    closed = true;
    threads.shutdown();
  }
}
