package dev.kafkamirror.replicator.position;

/**
 * Whose turn it is to copy a topic, where two mirrors of opposite directions take turns. Each
 * counts on from the other's term when it begins, so that of two terms the higher one is the later.
 *
 * @param number from 1; a mirror that never took turns has no term
 * @param promoted whether the mirror has ended copying in this term, so that its remote topic is
 *     others' to write
 */
public record Term(int number, boolean promoted) {

  /** The later of two of the same mirror: the end of a term comes after its beginning. */
  static Term later(Term a, Term b) {
    return b.number > a.number || (b.number == a.number && b.promoted) ? b : a;
  }

  /** Its end. */
  public Term end() {
    return new Term(number, true);
  }
}
