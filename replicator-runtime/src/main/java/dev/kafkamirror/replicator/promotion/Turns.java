package dev.kafkamirror.replicator.promotion;

import dev.kafkamirror.replicator.position.Terms;
import dev.kafkamirror.replicator.position.TurnPositions;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.util.Set;

/**
 * Whose turn it is to copy each topic, by what the flow's positions say at one moment.
 *
 * @param begun topics that the mirror has copied; not filled where it takes no turns
 */
public record Turns(Terms terms, TopicNaming naming, boolean takesTurns, Set<String> begun) {

  public static Turns now(FlowSettings settings, TurnPositions positions) {
    boolean takesTurns = settings.spec().reverseOf() != null;
    return new Turns(
        positions.terms(),
        TopicNaming.of(settings),
        takesTurns,
        takesTurns ? positions.topics() : Set.of());
  }

  /** That of a topic of the source. What shows whether the path works is always copied. */
  public Turn of(String topic) {
    Turn turn = Turn.of(terms.of(topic), takesTurns, begun.contains(topic));
    return turn != Turn.COPIES && (naming.isHeartbeats(topic) || naming.isCanary(topic))
        ? Turn.COPIES
        : turn;
  }

  public boolean copies(String topic) {
    return of(topic) == Turn.COPIES;
  }

  /** Whether nothing is copied, or kept alike, any more. */
  public boolean allPromoted() {
    return terms.promoted(Terms.ALL_TOPICS);
  }
}
