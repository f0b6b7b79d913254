package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.fleet.group.CopyRoute;
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
public interface TakeOver {

  /**
   * A partition to start.
   *
   * @param latest the latest position that is known, empty when nobody ever copied it
   * @param known whether its offsets belong to the topics as they are now
   */
  record Vacant(CopyRoute route, Optional<StoredPosition> latest, boolean known) {}

  /**
   * Looks for all of them at once. Returns at once.
   *
   * @return what is copied, by source partition; exceptionally with what kept it from being found,
   *     after which the caller may try again. Once completed, no batch of an owner before can
   *     arrive any more; where the target refuses fences and they are not required, only its lease
   *     keeps it from that
   */
  Map<TopicPartition, CompletableFuture<Copied>> find(Collection<Vacant> partitions);

  /** Whether nothing may be copied by a task, or taken over from one, that cannot be fenced. */
  boolean fencingRequired();
}
