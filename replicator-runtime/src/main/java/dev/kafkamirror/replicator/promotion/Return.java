package dev.kafkamirror.replicator.promotion;

import dev.kafkamirror.replicator.position.OtherPositions;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.position.Term;
import dev.kafkamirror.replicator.position.Terms;
import dev.kafkamirror.replicator.position.TurnPositions;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the terms of a mirror that takes turns with one of the other direction: for each topic
 * that the other one has ended to copy, its positions, seen from the other side, become the
 * mirror's own. So records go on where the other one stopped, and offsets of groups translate both
 * ways. For the leader's thread.
 */
public final class Return implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Return.class);
  private static final long WRITE_WITHIN_SECONDS = 60;

  private final Admin source;
  private final TurnPositions own;
  private OtherPositions other;

  /**
   * @param source stays the caller's to close
   */
  public Return(Admin source, TurnPositions own) {
    this.source = source;
    this.own = own;
  }

  /**
   * Begins the terms of those topics whose turn has come.
   *
   * @param waiting topics that the mirror does not copy
   * @return those that should be copied now, and why they can't be
   */
  public List<TopicFailure> begin(FlowSettings settings, Turns turns, List<MirroredTopic> waiting)
      throws ExecutionException, InterruptedException, TimeoutException {
    String theirs = settings.reversePositionsTopic().orElse(null);
    if (theirs == null
        || waiting.isEmpty()
        || !source.listTopics().names().get().contains(theirs)) {
      return List.of();
    }
    return begin(settings, turns.terms(), theirs, waiting);
  }

  private List<TopicFailure> begin(
      FlowSettings settings, Terms mine, String theirs, List<MirroredTopic> waiting)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (other == null) {
      other = new OtherPositions(settings.source(), "reverse-positions");
    }
    other.readToEnd(Set.of(theirs));
    Terms ended = other.terms(theirs);
    List<TopicFailure> failures = new ArrayList<>();
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    for (MirroredTopic topic : waiting) {
      Optional<Term> next = Turn.next(mine.of(topic.source()), ended.of(topic.remote()));
      if (next.isPresent()) {
        Optional<TopicFailure> problem = begin(topic, next.get(), writes);
        problem.ifPresent(failures::add);
      }
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new))
        .get(WRITE_WITHIN_SECONDS, TimeUnit.SECONDS);
    return failures;
  }

  /** Positions first: the term says that they are complete. */
  private Optional<TopicFailure> begin(
      MirroredTopic topic, Term term, List<CompletableFuture<Void>> writes) {
    List<CompletableFuture<Void>> positions = new ArrayList<>();
    for (int p = 0; p < topic.partitions(); p++) {
      TopicPartition here = new TopicPartition(topic.source(), p);
      Collection<StoredPosition> known = other.latest(new TopicPartition(topic.remote(), p));
      Optional<StoredPosition> theirs = known.stream().filter(k -> isOf(k, topic)).findAny();
      if (theirs.isEmpty() && !known.isEmpty()) {
        return Optional.of(others(topic));
      }
      if (theirs.filter(s -> s.ownership().releasedIn() == Ownership.NOT_RELEASED).isPresent()) {
        return Optional.empty();
      }
      theirs
          .filter(stored -> stored.position().sourceOffset() >= 0)
          .ifPresent(stored -> positions.add(own.writeSurely(here, reversed(here, topic, stored))));
    }
    LOG.atInfo()
        .addKeyValue("topic", topic.source())
        .addKeyValue("remoteTopic", topic.remote())
        .addKeyValue("term", term.number())
        .log("The other direction was promoted; the topic is copied from where that one stopped");
    writes.add(
        CompletableFuture.allOf(positions.toArray(CompletableFuture[]::new))
            .thenCompose(_ -> own.writeSurely(topic.source(), term)));
    return Optional.empty();
  }

  private StoredPosition reversed(TopicPartition here, MirroredTopic topic, StoredPosition theirs) {
    int epoch = own.owner(here).map(Ownership::epoch).orElse(Ownership.NO_EPOCH) + 1;
    return new StoredPosition(
        theirs.copied().reversed(),
        new TopicPair(topic.sourceId(), topic.remoteId(), own.targetCluster()),
        Ownership.otherDirection(epoch));
  }

  private static boolean isOf(StoredPosition theirs, MirroredTopic topic) {
    return theirs.topics().sourceId().equals(topic.remoteId())
        && theirs.topics().remoteId().equals(topic.sourceId());
  }

  private static TopicFailure others(MirroredTopic topic) {
    return new TopicFailure(
        topic.source(),
        "ReturnUnknown",
        "The mirror of the other direction has copied other topics of the names %s and %s, which were deleted since: where to go on is not known. Stop this mirror and say it with replicator positions set, or delete %s on the target, so that it is mirrored anew"
            .formatted(topic.remote(), topic.source(), topic.remote()));
  }

  @Override
  public void close() {
    if (other != null) {
      other.close();
    }
  }
}
