package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Acls;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Canary;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Heartbeat;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes.TopicNote;
import dev.kafkamirror.replicator.promotion.Turn;
import dev.kafkamirror.replicator.promotion.Turns;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDiscovery;
import dev.kafkamirror.replicator.topic.TopicFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the leader says of the flow as a whole: what there is, and how much of it pods have. */
final class FlowSummary {
  private static final int MOST_NOTES = 10;

  /**
   * What goes on beside the topics.
   *
   * @param acls null when none are mirrored
   * @param canary null when there is none
   */
  record Beside(Heartbeat heartbeat, Acls acls, Canary canary) {}

  private FlowSummary() {}

  /**
   * @param found by the last look at both clusters
   * @param assigned what the last assignment gave to pods: it may be older than what was found, and
   *     may have topics that are no longer mirrored
   * @param tasks of all pods; without any nobody has anything
   */
  static Flow of(
      TopicDiscovery.Result found,
      FleetPlan.Work assigned,
      int tasks,
      TopicDuties.Tended tended,
      Beside beside,
      Turns turns) {
    Map<String, Integer> given = new HashMap<>();
    if (tasks > 0) {
      assigned.topics().forEach(topic -> given.put(topic.source(), topic.partitions()));
    }
    int topics = 0;
    int partitions = 0;
    for (MirroredTopic topic : found.topics()) {
      int has = Math.min(given.getOrDefault(topic.source(), 0), topic.partitions());
      partitions += has;
      topics += has == topic.partitions() ? 1 : 0;
    }
    return new Flow(
        found.matched(),
        topics,
        found.partitions(),
        found.partitions() - partitions,
        tasks,
        beside.heartbeat(),
        tended.configsFailed() == null ? null : notes(tended.configsFailed()),
        notes(tended.sourceDeleted()),
        beside.acls(),
        beside.canary(),
        waiting(found, turns, Turn.PROMOTED),
        waiting(found, turns, Turn.STANDBY));
  }

  private static int waiting(TopicDiscovery.Result found, Turns turns, Turn turn) {
    return (int) found.waiting().stream().filter(t -> turns.of(t.source()) == turn).count();
  }

  private static TopicNotes notes(List<TopicFailure> all) {
    return new TopicNotes(
        all.size(),
        all.stream()
            .limit(MOST_NOTES)
            .map(note -> new TopicNote(note.topic(), note.reason(), note.message()))
            .toList());
  }
}
