package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.task.CopyTask;

/** Makes the tasks of a pod. */
public interface TaskFactory {

  /**
   * A task without partitions that is ready to be given some.
   *
   * @param name unique in the flow and never used again, for client ids, threads and logs, and for
   *     the transactional id by which a successor fences it
   */
  CopyTask create(String name, FlowSettings settings);
}
