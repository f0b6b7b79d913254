package dev.kafkamirror.replicator.task.measure;

import dev.kafkamirror.replicator.task.measure.TaskMeasures.Sends;

/** Measures what a task sends. Belongs to the producing loop; any thread may read. */
public final class ProduceMeter {
  private final Recent batchSizes = new Recent();
  private final Recent retries = new Recent();
  private final Recent latencies = new Recent();
  private final Recent throttles = new Recent();

  /**
   * A batch is on its way.
   *
   * @param size its bytes
   * @param records in it
   * @param again whether it was on its way before
   */
  public void sent(int size, int records, boolean again, long nowMs) {
    batchSizes.add(size, nowMs);
    if (again) {
      retries.add(records, nowMs);
    }
  }

  /**
   * A broker has answered a request, or will not any more.
   *
   * @param latencyMs from sending the request on
   * @param throttleMs how long the broker's quota wants nothing more to be sent
   */
  public void answered(long latencyMs, int throttleMs, long nowMs) {
    latencies.add(latencyMs, nowMs);
    throttles.add(throttleMs, nowMs);
  }

  public Sends measures(long nowMs) {
    return new Sends(
        batchSizes.summary(nowMs),
        retries.summary(nowMs),
        latencies.summary(nowMs),
        throttles.summary(nowMs));
  }
}
