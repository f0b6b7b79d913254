package dev.kafkamirror.replicator.position;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** The positions of a flow as its owners read and write them. Nothing here blocks. */
public interface Positions {

  /** The latest position that was read. */
  Optional<StoredPosition> latest(TopicPartition source);

  /**
   * Completed once everything is read that was written before this call, by whomever: what a
   * process that is gone has written is then in {@link #latest}.
   */
  CompletableFuture<Void> readToEnd();

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
