package dev.kafkamirror.replicator.promotion;

import dev.kafkamirror.replicator.position.Term;
import java.util.Optional;

/** Whether a mirror copies a topic, where mirrors of opposite directions take turns. */
public enum Turn {
  /** It copies the topic. */
  COPIES,
  /** It has ended copying the topic, whose remote topic is others' to write. */
  PROMOTED,
  /** It copies the topic once the mirror of the other direction was promoted. */
  STANDBY;

  /**
   * Decides.
   *
   * @param own term of the mirror, empty when it never took turns
   * @param takesTurns whether there is a mirror of the other direction
   * @param begun whether the mirror has copied the topic: it was the first of the two
   */
  static Turn of(Optional<Term> own, boolean takesTurns, boolean begun) {
    if (own.isPresent()) {
      return own.get().promoted() ? PROMOTED : COPIES;
    }
    return !takesTurns || begun ? COPIES : STANDBY;
  }

  /**
   * The term that a mirror begins, now that the other direction has ended; empty while it is not
   * its turn.
   */
  static Optional<Term> next(Optional<Term> own, Optional<Term> other) {
    int mine = own.map(Term::number).orElse(0);
    return other
        .filter(term -> term.promoted() && term.number() > mine)
        .map(term -> new Term(term.number() + 1, false));
  }
}
