package dev.kafkamirror.replicator.fence;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Fences lost owners on the remote partitions that are taken over from them: an empty, aborted
 * transaction in the lost one's name, whose markers teach the partitions' leaders a higher epoch of
 * its producer id. Its partitions that are not taken over are left alone.
 */
public final class Fence implements AutoCloseable {

  /**
   * @param name of threads and clients, unique in the process
   */
  public Fence(ClientSettings target, String name) {}

  /**
   * Fences one writer. Returns at once. Several successors may do this for the same writer at the
   * same time, each for its partitions. Partitions that do not exist are left out: nothing can be
   * appended to them.
   *
   * @param transactionalId that of the lost owner
   * @param remotePartitions those that are taken over
   * @return completed when no batch of that writer can be appended to them any more, on a thread of
   *     this class: their ends that are read from then on are final. Exceptionally with what
   *     refused it: {@link org.apache.kafka.common.errors.AuthorizationException} where rights are
   *     missing, {@link org.apache.kafka.common.errors.UnsupportedVersionException} where the
   *     target has no transactions, {@link org.apache.kafka.common.errors.TimeoutException} when it
   *     took more than a minute; the last one may be tried again
   */
  public CompletableFuture<Void> fence(
      String transactionalId, Set<TopicPartition> remotePartitions) {
    return CompletableFuture.failedFuture(new IllegalStateException());
  }

  /** Gives up what is not fenced yet. */
  @Override
  public void close() {}
}
