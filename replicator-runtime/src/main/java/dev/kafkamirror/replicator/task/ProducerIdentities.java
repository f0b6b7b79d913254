package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands out the task's producer id, to each partition once. A partition that comes again (after a
 * release, or because its leader lost count) gets a new one: with the old id its sequences would
 * start again at 0, and a leader that still remembers them would take new batches for repeats and
 * drop them without a word.
 */
final class ProducerIdentities {
  private final Set<TopicPartition> served = new HashSet<>();
  private ProducerIdentity current;
  private boolean wanted;

  /** Empty while a new one must be asked for; try again later. */
  Optional<ProducerIdentity> take(TopicPartition target) {
    if (current == null || served.contains(target)) {
      wanted = true;
      return Optional.empty();
    }
    served.add(target);
    return Optional.of(current);
  }

  /** Whether one must be asked for. */
  boolean isWanted() {
    return wanted;
  }

  void issued(ProducerIdentity identity) {
    current = identity;
    served.clear();
    wanted = false;
  }
}
