package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.StoredPosition;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where to go on with partitions whose last owner did not say that all was settled, or that
 * had none.
 */
interface TakeOver {

  /**
   * A partition to start.
   *
   * @param latest the latest position that is known, empty when nobody ever copied it
   * @param known whether its offsets belong to the topics as they are now
   */
  record Vacant(CopyRoute route, Optional<StoredPosition> latest, boolean known) {}

  /**
   * Where to start.
   *
   * @param unfenced why the owner before could not be fenced, although there was one; else empty
   */
  record Start(Copied copied, Optional<String> unfenced) {}

  /**
   * Looks for all of them at once. Returns at once.
   *
   * @return by source partition; exceptionally with what kept it from being found, after which the
   *     caller may try again. Once completed, no batch of an owner before can arrive any more,
   *     unless it was unfenced
   */
  Map<TopicPartition, CompletableFuture<Start>> find(Collection<Vacant> partitions);

  /** Whether nothing may be copied by a task, or taken over from one, that cannot be fenced. */
  boolean fencingRequired();
}
