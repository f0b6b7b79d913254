package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceDelete;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.topic.KnownTopic;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDescriptions;
import dev.kafkamirror.replicator.topic.TopicFailure;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Source topics that are gone while the remote topics that this flow has written are still there,
 * and what becomes of these ({@code topics.onSourceDelete}). What the flow has written is known
 * from its positions, so that a topic counts that was deleted while no pod ran. Topics that are
 * only no longer selected, or no longer to be seen for lack of rights, do not count.
 */
final class DeletedTopics {
  private static final Logger LOG = LoggerFactory.getLogger(DeletedTopics.class);
  private static final int ROUNDS_PER_READING = 10;

  /** How long pods have to give a topic up. */
  private static final Duration HAND_OVER = Duration.ofSeconds(5);

  private final Positions positions;
  private final LongSupplier nanoTime;

  /** When each was first seen to be gone, by the id of its remote topic. */
  private final Map<Uuid, Long> since = new HashMap<>();

  private Set<String> asked = Set.of();
  private List<TopicFailure> notes = List.of();
  private int rounds;

  /**
   * @param nanoTime monotonic clock
   */
  DeletedTopics(Positions positions, LongSupplier nanoTime) {
    this.positions = positions;
    this.nanoTime = nanoTime;
  }

  /**
   * Looks which there are, when something may have changed and now and then, and does with them
   * what the policy says.
   *
   * @param mirrored topics that both sides have
   * @return source topics whose remote topics are there now, with what is to be said of them
   */
  List<TopicFailure> round(
      Admin source,
      Admin target,
      TopicNaming naming,
      OnSourceDelete policy,
      Collection<MirroredTopic> mirrored)
      throws ExecutionException, InterruptedException {
    Set<String> candidates = new TreeSet<>(positions.topics());
    mirrored.forEach(topic -> candidates.remove(topic.source()));
    boolean due = rounds++ % ROUNDS_PER_READING == 0 || !candidates.equals(asked);
    boolean waiting = policy == OnSourceDelete.Delete && !since.isEmpty();
    if (!due && !waiting) {
      return notes;
    }
    List<Orphan> orphans = orphans(source, target, naming, candidates);
    since.keySet().retainAll(orphans.stream().map(Orphan::remoteId).toList());
    List<TopicFailure> found = new ArrayList<>();
    for (Orphan orphan : orphans) {
      switch (policy) {
        case Retain ->
            found.add(
                orphan.note(
                    "SourceDeleted",
                    "stays; delete it by hand, or set topics.onSourceDelete: Delete"));
        case Delete -> delete(target, orphan, found);
      }
    }
    asked = candidates;
    notes = List.copyOf(found);
    return notes;
  }

  private record Orphan(String source, String remote, Uuid remoteId) {
    TopicFailure note(String reason, String what) {
      return new TopicFailure(
          source, reason, "The source topic was deleted; remote topic " + remote + " " + what);
    }
  }

  private List<Orphan> orphans(
      Admin source, Admin target, TopicNaming naming, Set<String> candidates)
      throws ExecutionException, InterruptedException {
    Set<String> gone = TopicDescriptions.missing(source, candidates);
    if (gone.isEmpty()) {
      return List.of();
    }
    Set<String> remotes = new HashSet<>();
    gone.forEach(topic -> remotes.add(naming.remoteName(topic)));
    Map<String, KnownTopic> there = TopicDescriptions.read(target, remotes::contains).topics();
    List<Orphan> orphans = new ArrayList<>();
    for (String topic : new TreeSet<>(gone)) {
      KnownTopic remote = there.get(naming.remoteName(topic));
      if (remote != null && isOurs(topic, remote)) {
        orphans.add(new Orphan(topic, remote.name(), remote.id()));
      }
    }
    return orphans;
  }

  /** Whether the flow has copied into this very topic, and not into an earlier one of its name. */
  private boolean isOurs(String source, KnownTopic remote) {
    for (int p = 0; p < remote.partitions(); p++) {
      var stored = positions.latest(new TopicPartition(source, p));
      if (stored.filter(s -> s.topics().remoteId().equals(remote.id())).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private void delete(Admin target, Orphan orphan, List<TopicFailure> found)
      throws InterruptedException {
    long now = nanoTime.getAsLong();
    Long first = since.putIfAbsent(orphan.remoteId(), now);
    if (first == null || now - first < HAND_OVER.toNanos()) {
      found.add(orphan.note("SourceDeleted", "is about to be deleted"));
      return;
    }
    try {
      // By its id: one that was made since under the same name is somebody else's.
      target.deleteTopics(TopicCollection.ofTopicIds(List.of(orphan.remoteId()))).all().get();
      LOG.atWarn()
          .addKeyValue("topic", orphan.source())
          .addKeyValue("remoteTopic", orphan.remote())
          .log("The source topic was deleted; the remote topic is deleted as well");
    } catch (ExecutionException e) {
      if (!(ClusterErrors.cause(e) instanceof UnknownTopicIdException)) {
        Exception named = Right.onTopic("Delete", orphan.remote(), "target").named(e);
        found.add(
            orphan.note(
                ClusterErrors.reason(named), "cannot be deleted: " + ClusterErrors.message(named)));
      }
    }
  }
}
