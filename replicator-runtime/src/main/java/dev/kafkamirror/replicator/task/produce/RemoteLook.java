package dev.kafkamirror.replicator.task.produce;

/** Looks through a remote partition that others write to as well. */
interface RemoteLook {
  /**
   * Begins to look; the queue {@link PartitionQueue#looked hears} of it on the producing loop.
   *
   * @param from first offset
   * @param to offset after the last one
   */
  void start(PartitionQueue queue, long from, long to);
}
