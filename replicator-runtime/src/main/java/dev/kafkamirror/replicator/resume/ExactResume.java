package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the exact record to go on from where an owner was lost. Reads what the target holds behind
 * the stored position and compares it, record by record, with what the source has from there on.
 *
 * <p>Right only when nobody writes to the remote partitions meanwhile: {@link
 * dev.kafkamirror.replicator.fence.Fence fence} the lost owner first. Needs the right to read the
 * remote topics.
 */
public final class ExactResume implements AutoCloseable {

  /**
   * @param isolation the flow's: which records of the source are copied
   * @param skips whether the flow leaves out records that the target refuses, so that the target
   *     may lack some
   * @param name of threads and clients, unique in the process
   */
  public ExactResume(
      ClientSettings source,
      ClientSettings target,
      IsolationLevel isolation,
      boolean skips,
      String name) {}

  /**
   * Looks at a whole set of partitions at once. Returns at once; each answer comes as soon as it is
   * known, on a thread of this class.
   *
   * @return by source partition; exceptionally with what kept it from being read: {@link
   *     org.apache.kafka.common.errors.AuthorizationException}, {@link
   *     org.apache.kafka.common.errors.TimeoutException} when nothing could be read for 30 s, and
   *     others. The caller may try again
   */
  public Map<TopicPartition, CompletableFuture<ResumePoint>> find(
      Collection<LostPartition> partitions) {
    Map<TopicPartition, CompletableFuture<ResumePoint>> points = new HashMap<>();
    partitions.forEach(
        p -> points.put(p.source(), CompletableFuture.failedFuture(new IllegalStateException())));
    return points;
  }

  /** Gives up what is not found yet. */
  @Override
  public void close() {}
}
