package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes;
import dev.kafkamirror.api.replicator.ReplicatorStatus.TopicNotes.TopicNote;
import java.util.Optional;

/**
 * Judges {@code TopicConfigsSynced}: whether remote topics have the properties that they should.
 */
public final class TopicConfigsVerdict {
  private TopicConfigsVerdict() {}

  /** The verdict, empty when no properties are synced or no pod leads. */
  public static Optional<Verdict> of(Fleet fleet) {
    return fleet.flow().map(Flow::configsFailed).map(TopicConfigsVerdict::of);
  }

  private static Verdict of(TopicNotes failed) {
    if (failed.topics() == 0) {
      return new Verdict(ConditionType.TopicConfigsSynced, Truth.True, "Synced", "");
    }
    TopicNote first = failed.first().getFirst();
    return new Verdict(
        ConditionType.TopicConfigsSynced,
        Truth.False,
        first.reason(),
        "%d topics, whose records are copied all the same; first: %s: %s"
            .formatted(failed.topics(), first.topic(), first.message()));
  }
}
