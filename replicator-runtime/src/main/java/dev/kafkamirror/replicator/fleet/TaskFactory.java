package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.OtherDirection;

/** Makes the tasks of a pod. */
public interface TaskFactory {

  /**
   * A task without partitions that is ready to be given some.
   *
   * @param name unique in the flow and never used again, for client ids, threads and logs, and for
   *     the transactional id by which a successor fences it
   * @param other whether and how the same topics are mirrored the other way too
   */
  CopyTask create(String name, FlowSettings settings, OtherDirection other);
}
