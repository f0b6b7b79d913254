package dev.kafkamirror.replicator.task.measure;

import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import dev.kafkamirror.replicator.wire.NetworkUse;

/**
 * What was measured of one task, since it began or lately.
 *
 * @param task its name
 * @param isBehind whether a partition of it is catching up
 * @param source the fetching loop's network
 * @param target the producing loop's network
 */
public record TaskMeasures(
    String task,
    boolean isBehind,
    NetworkUse source,
    NetworkUse target,
    Fetches fetches,
    Sends sends) {

  /**
   * Fetches from the source.
   *
   * @param sizes bytes of answers that had records
   * @param latencies ms until the answer
   * @param throttles ms that brokers wanted to be left alone, of each answer
   * @param heldBackMs for how long in all the mirror's own limits kept something from being fetched
   * @param fullMs for how long in all partitions were left out because their memory was full
   */
  public record Fetches(
      Summary sizes, Summary latencies, Summary throttles, long heldBackMs, long fullMs) {}

  /**
   * What was sent to the target.
   *
   * @param batchSizes bytes of batches
   * @param retries records of batches that were sent again
   * @param latencies ms until the answer to a request
   * @param throttles ms that brokers wanted to be left alone, of each answer
   */
  public record Sends(Summary batchSizes, Summary retries, Summary latencies, Summary throttles) {}
}
