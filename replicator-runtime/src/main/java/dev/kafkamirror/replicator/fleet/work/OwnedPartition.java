package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.fleet.group.Claim;
import dev.kafkamirror.replicator.fleet.group.CopyRoute;
import dev.kafkamirror.replicator.fleet.group.WorkShare.Assigned;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.PartitionState;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of this pod, from its assignment to the acknowledged record that gives it up. Only
 * {@link OwnedWork} and its parts touch it, under its lock.
 */
final class OwnedPartition {

  /** Where a partition is on its way. */
  enum Stage {
    /** Assigned, and not started: another member holds it, or positions are still being read. */
    WAITING,
    /** It is being found out where a lost owner got to. */
    TAKING_OVER,
    /** The record that makes this process the owner is written, and counts once it is read back. */
    CLAIMING,
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

  /** What is being copied, null before the first claim. */
  CopyRoute route;

  /** The task that copies it, null when none does. */
  CopyTask task;

  int taskIndex = Claim.NOT_ASSIGNED;

  /** Whether all that a member which is gone has written was read since the assignment. */
  boolean positionsRead;

  /** Where to start, null until it is found. */
  Copied found;

  /** The owner before, behind whom this process comes; null for none. */
  Ownership before;

  /** Whether the claim was given to be written. */
  boolean claimed;

  /** The last position that this process knows itself, null before the first claim. */
  StoredPosition last;

  /** What was last given to the positions topic while copying. */
  StoredPosition written;

  /** Whether nothing that this process has sent can arrive any more. */
  boolean settled = true;

  /** Whether somebody may wait for this process to give it up, although it does not copy it. */
  boolean owed;

  /** Counts what was begun for this partition; only the last one's answer counts. */
  int attempts;

  /** What keeps it from being started, null when nothing does. */
  PartitionState trouble;

  int failures;
  long retryAtNanos;

  OwnedPartition(TopicPartition source) {
    this.source = source;
  }

  /** Nobody else may write to the remote partition yet. */
  boolean held() {
    return switch (stage) {
      case WAITING, TAKING_OVER -> owed;
      case CLAIMING, COPYING, RELEASING, HANDING_OVER -> true;
      case GIVEN_UP -> false;
    };
  }

  Claim claim(int load) {
    return new Claim(source, wanted == null ? Claim.NOT_ASSIGNED : wanted.task(), held(), load);
  }

  /** Whether the present task and topics are those that are wanted. */
  boolean inPlace() {
    return wanted != null && wanted.task() == taskIndex && wanted.route().equals(route);
  }

  /** Takes over what the task says; null says nothing. */
  void learn(Copied seen) {
    if (seen != null) {
      last = last.with(seen);
    }
  }

  void learn(PartitionState seen) {
    if (seen != null) {
      learn(seen.copied());
    }
  }

  /** Whether this owner is the one behind whom this process comes. */
  boolean comesBehind(Ownership owner) {
    return before == null ? owner == null : owner != null && before.isSameTerm(owner);
  }

  /** Copies it from the last position on, in the task that was claimed for. */
  void copy() {
    stage = Stage.COPYING;
    owed = false;
    settled = false;
    trouble = null;
    written = last;
    task.add(
        new CopyOrder(
            route.source(), route.remote(), last.copied(), route.sourceId(), route.remoteId()));
  }

  /** Back to where it waits to be started. */
  void await() {
    stage = Stage.WAITING;
    task = null;
    taskIndex = Claim.NOT_ASSIGNED;
    found = null;
    attempts++;
  }

  /** The same for one that others may wait for, and whose positions are read. */
  void awaitOwed() {
    await();
    owed = true;
    positionsRead = true;
  }
}
