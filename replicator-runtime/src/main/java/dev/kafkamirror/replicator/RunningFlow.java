package dev.kafkamirror.replicator;

import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Duration;

/** A flow that runs, whatever its clusters do, until it is closed. */
interface RunningFlow {

  /** Takes over other settings of the same flow. */
  void apply(FlowSettings settings) throws InterruptedException;

  /** Does what is due; called about every second. */
  void turn() throws InterruptedException;

  /** Copies what is still to be copied before an end, where the settings ask for that. */
  void drain() throws InterruptedException;

  /**
   * Hands over its work and ends every client.
   *
   * @param within how long the handing over may take; after that everything ends anyway
   * @return partitions that were not handed over by then
   */
  int close(Duration within) throws InterruptedException;
}
