package dev.kafkamirror.replicator.position;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The terms of one mirror.
 *
 * @param byTopic by source topic, {@link #ALL_TOPICS} for one that counts for each
 */
public record Terms(Map<String, Term> byTopic) {

  /** No topic can be called so. */
  public static final String ALL_TOPICS = "";

  public Terms {
    byTopic = Map.copyOf(byTopic);
  }

  /** The term of a topic; empty when its mirror never took turns. */
  public Optional<Term> of(String topic) {
    return Stream.of(topic, ALL_TOPICS)
        .map(byTopic::get)
        .filter(term -> term != null)
        .reduce(Term::later);
  }

  /** Whether the mirror has ended copying this topic, and not begun again. */
  public boolean promoted(String topic) {
    return of(topic).filter(Term::promoted).isPresent();
  }

  /** The latest term of any topic, 0 without any. */
  public int latest() {
    return byTopic.values().stream().mapToInt(Term::number).max().orElse(0);
  }
}
