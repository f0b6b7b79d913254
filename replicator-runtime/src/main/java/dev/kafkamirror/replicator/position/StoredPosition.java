package dev.kafkamirror.replicator.position;

import org.apache.kafka.common.Uuid;

/**
 * The position of one partition with all that is needed to judge it later.
 *
 * @param copied what is copied
 * @param sourceTopicId id of the source topic that the source offset belongs to
 * @param remoteTopicId id of the remote topic that the target offset belongs to
 * @param owner incarnation of the process that copied the partition when this was written
 * @param releasedIn generation of the fleet's group in which the owner gave the partition up, after
 *     its last write to it; {@link #NOT_RELEASED} while it copies
 */
public record StoredPosition(
    Copied copied, Uuid sourceTopicId, Uuid remoteTopicId, String owner, int releasedIn) {

  /** The owner has not given the partition up. */
  public static final int NOT_RELEASED = -1;

  /** How far it is copied. */
  public Position position() {
    return copied.position();
  }

  /** Whether the owner gave the partition up in this generation or later. */
  public boolean releasedBy(String incarnation, int generation) {
    return owner.equals(incarnation) && releasedIn >= generation;
  }

  /** The same position, given up in a generation. */
  public StoredPosition released(int generation) {
    return new StoredPosition(copied, sourceTopicId, remoteTopicId, owner, generation);
  }

  /** Whether the offsets belong to these two topics and not to earlier ones of the same names. */
  public boolean belongsTo(Uuid source, Uuid remote) {
    return sourceTopicId.equals(source) && remoteTopicId.equals(remote);
  }
}
