package dev.kafkamirror.replicator.fleet.work;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of this pod and the assignment that they follow. Only {@link OwnedWork} and its
 * parts touch it, under its lock.
 */
final class PodPartitions {
  private final Map<TopicPartition, OwnedPartition> bySource = new HashMap<>();
  private int generation = -1;
  private boolean awaitingAssignment;

  /** Generation of the last assignment that said what to do, -1 before the first. */
  int generation() {
    return generation;
  }

  /** Whether this member has told its claims, and nobody has answered them yet. */
  boolean awaitingAssignment() {
    return awaitingAssignment;
  }

  void claimed() {
    awaitingAssignment = true;
  }

  void assigned() {
    awaitingAssignment = false;
  }

  /** From now on they follow another assignment; those that come are made. */
  void follow(int newGeneration, Set<TopicPartition> wanted) {
    generation = newGeneration;
    wanted.forEach(source -> bySource.computeIfAbsent(source, OwnedPartition::new));
  }

  Collection<OwnedPartition> all() {
    return bySource.values();
  }

  /** Null where this pod has nothing to do with it. */
  OwnedPartition get(TopicPartition source) {
    return bySource.get(source);
  }

  void put(OwnedPartition p) {
    bySource.put(p.source, p);
  }

  void removeIf(Predicate<OwnedPartition> gone) {
    bySource.values().removeIf(gone);
  }

  void clear() {
    bySource.clear();
  }

  /** Whether it was neither dropped nor given anew since. */
  boolean has(OwnedPartition p) {
    return bySource.get(p.source) == p;
  }

  /** Whether the answer to this attempt still means something. */
  boolean isLatest(OwnedPartition p, int attempt) {
    return p.attempts == attempt && has(p);
  }

  boolean anyHeld() {
    return bySource.values().stream().anyMatch(OwnedPartition::held);
  }

  /** How many this member may still be writing to. */
  int held() {
    return (int) bySource.values().stream().filter(OwnedPartition::held).count();
  }
}
