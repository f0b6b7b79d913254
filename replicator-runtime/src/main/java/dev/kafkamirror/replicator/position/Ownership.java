package dev.kafkamirror.replicator.position;

/**
 * Who owns a partition, as its position says.
 *
 * @param owner incarnation of the process that copies the partition, or has copied it
 * @param writer transactional id under which it writes to the remote partition, null when it has
 *     none: whoever takes over from a lost owner fences this name
 * @param epoch one more than that of the owner before. Of two owners with the same epoch the one
 *     that comes first in the topic counts
 * @param releasedIn generation of the fleet's group in which the owner gave the partition up, after
 *     its last write to it; {@link #NOT_RELEASED} while it copies
 * @param settled whether all that the owner has ever sent is acknowledged, so that nothing of it
 *     can arrive any more; only after a release
 */
public record Ownership(String owner, String writer, int epoch, int releasedIn, boolean settled) {

  /** The owner has not given the partition up. */
  public static final int NOT_RELEASED = -1;

  /** Before the first owner, and of positions that were written without an epoch. */
  public static final int NO_EPOCH = 0;

  private static final String NOBODY = "";
  private static final String MIRROR_MAKER = "MirrorMaker 2";
  private static final String OTHER_DIRECTION = "other direction";

  /** Of a position that says where a partition starts first: nobody has copied it yet. */
  public static Ownership nobody() {
    return new Ownership(NOBODY, null, NO_EPOCH, 0, true);
  }

  public boolean isNobody() {
    return owner.equals(NOBODY);
  }

  /**
   * MirrorMaker 2 may have copied more than the position says: it has before this flow did, or the
   * flow was given back to it.
   */
  public static Ownership mirrorMaker(int epoch) {
    return new Ownership(MIRROR_MAKER, null, epoch, 0, false);
  }

  public boolean isMirrorMaker() {
    return owner.equals(MIRROR_MAKER);
  }

  /**
   * The mirror of the other direction has copied until now, and read from where it had written:
   * what the position says of it is at least so.
   */
  public static Ownership otherDirection(int epoch) {
    return new Ownership(OTHER_DIRECTION, null, epoch, 0, false);
  }

  /** Whether the owner is no process of this flow, and has ended as far as this flow knows. */
  public boolean isAnotherMirror() {
    return isMirrorMaker() || owner.equals(OTHER_DIRECTION);
  }

  /** Someone who copies, or will. */
  public static Ownership holding(String owner, String writer, int epoch) {
    return new Ownership(owner, writer, epoch, NOT_RELEASED, false);
  }

  /** The same owner, who gives the partition up. */
  public Ownership released(int generation, boolean allSettled) {
    return new Ownership(owner, writer, epoch, generation, allSettled);
  }

  /** Whether the owner gave the partition up in this generation or later. */
  public boolean releasedBy(String incarnation, int generation) {
    return owner.equals(incarnation) && releasedIn >= generation;
  }

  /** Whether it is of the same owner and term, whatever else has changed. */
  public boolean isSameTerm(Ownership other) {
    return epoch == other.epoch && owner.equals(other.owner);
  }

  /**
   * Whether it counts when it is read behind another. A late write of an earlier owner does not,
   * nor the one of an owner that came second in the same term.
   */
  public boolean countsAfter(Ownership before) {
    return epoch > before.epoch || isSameTerm(before) || (epoch == NO_EPOCH && before.epoch == 0);
  }
}
