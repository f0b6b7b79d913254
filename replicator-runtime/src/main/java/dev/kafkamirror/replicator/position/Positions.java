package dev.kafkamirror.replicator.position;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** The positions of a flow as its owners read and write them. Nothing here blocks. */
public interface Positions {

  /** No topic can be called so. A position of it is the mark that the flow has started once. */
  TopicPartition FLOW_STARTED = new TopicPartition("", 0);

  /** The latest position that was read and counts. */
  Optional<StoredPosition> latest(TopicPartition source);

  /** Source topics that somebody copies, or has copied. */
  Set<String> topics();

  /** Who owns a partition, as {@link #latest} says; cheaper than that. */
  Optional<Ownership> owner(TopicPartition source);

  /**
   * Whether a record that does not count, such as a late write of an earlier owner, follows the
   * latest position. The owner writes its position again, in a new term, because compaction keeps
   * the last record of a key whatever it is.
   */
  boolean overwritten(TopicPartition source);

  /**
   * Completed once everything is read that was written before this call, by whomever: what a
   * process that is gone has written is then in {@link #latest}.
   */
  CompletableFuture<Void> readToEnd();

  /** Id of the target's cluster; null before the first {@link #readToEnd} is completed. */
  String targetCluster();

  /**
   * Writes one position.
   *
   * @return completed when all replicas in sync have it; exceptionally when it was not written. The
   *     caller writes it, or a later one, again
   */
  CompletableFuture<Void> write(TopicPartition source, StoredPosition position);

  /** Like {@link #write}, but tried again until it is written. */
  CompletableFuture<Void> writeSurely(TopicPartition source, StoredPosition position);
}
