package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.fleet.WorkShare.Assigned;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.CopyTask;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of this pod, from its assignment to the acknowledged record that gives it up. Only
 * {@link OwnedWork} touches it, under its lock.
 */
final class OwnedPartition {

  /** Where a partition is on its way. */
  enum Stage {
    /** Assigned, and not started: another member holds it, or positions are still being read. */
    WAITING,
    COPYING,
    /** The task settles what it has sent. */
    RELEASING,
    /** The final position is being written. */
    HANDING_OVER,
    /** Given up: the record is there. Kept until the next claims, which are made without it. */
    GIVEN_UP
  }

  final TopicPartition source;
  Stage stage = Stage.WAITING;

  /** What the latest assignment wants, null when it gives the partition to nobody or another. */
  Assigned wanted;

  /** What is being copied, null before the first start. */
  CopyRoute route;

  /** The task that copies it, null when none does. */
  CopyTask task;

  int taskIndex = Claim.NOT_ASSIGNED;

  /** Whether all that a member which is gone has written was read since the assignment. */
  boolean positionsRead;

  /** The last position that this process knows itself, null when it never copied the partition. */
  StoredPosition last;

  /** What was last given to the positions topic while copying. */
  StoredPosition written;

  /** Counts the final positions given to the positions topic; only the last one's answer counts. */
  int handOvers;

  OwnedPartition(TopicPartition source) {
    this.source = source;
  }

  /** Nobody else may write to the remote partition yet. */
  boolean held() {
    return switch (stage) {
      case WAITING, GIVEN_UP -> false;
      case COPYING, RELEASING, HANDING_OVER -> true;
    };
  }

  Claim claim() {
    return new Claim(source, wanted == null ? Claim.NOT_ASSIGNED : wanted.task(), held());
  }

  /** Whether the present task and topics are those that are wanted. */
  boolean inPlace() {
    return wanted != null && wanted.task() == taskIndex && wanted.route().equals(route);
  }

  /** Takes over what the task says; a null position says nothing. */
  void learn(Copied seen, String owner) {
    if (seen == null) {
      return;
    }
    last =
        new StoredPosition(
            seen, route.sourceId(), route.remoteId(), owner, StoredPosition.NOT_RELEASED);
  }

  /** The last position as given up, also when nothing was ever copied. */
  StoredPosition finalPosition(String owner, int generation) {
    if (last == null) {
      return new StoredPosition(
          Copied.upTo(new Position(CopyOrder.EARLIEST, -1, -1)),
          route.sourceId(),
          route.remoteId(),
          owner,
          generation);
    }
    return new StoredPosition(
        last.copied(), last.sourceTopicId(), last.remoteTopicId(), owner, generation);
  }
}
