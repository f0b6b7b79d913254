package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import org.apache.kafka.common.TopicPartition;

/**
 * Batches of one partition that came to the target with other bytes than the source's writer wrote:
 * these may have changed on the way, so each is fetched once more. A batch that may have arrived
 * earlier is not: only the very same one is known to be refused as its repeat.
 */
final class Damage {
  /** Source offset from which on was fetched again, -1 none. */
  private long fetchedAgainFrom = -1;

  /**
   * What to do about it.
   *
   * @param fetchAgain whether to give everything up to have it again; if not, nothing more can be
   *     copied
   */
  record Verdict(boolean fetchAgain, Trouble trouble) {}

  /**
   * Decides on a batch that was refused as damaged.
   *
   * @param from the first source offset that is not acknowledged
   */
  Verdict of(OutgoingBatch batch, TopicPartition source, long from) {
    boolean again = fetchedAgainFrom != from && !batch.isInDoubt();
    if (again) {
      fetchedAgainFrom = from;
    }
    String what =
        "The target refuses the batch with the source offsets %d to %d of %s as damaged: %s"
            .formatted(
                batch.runs().getFirst().sourceOffset(),
                batch.runs().getLast().nextOffset() - 1,
                source,
                batch.error().getMessage());
    String next =
        again
            ? ". It is fetched again"
            : ". Nothing of it is written. Its bytes change between the source and the target:"
                + " check the memory of this pod's node, the network and the target's leader, then"
                + " restart the pod";
    return new Verdict(again, new Trouble(Trouble.reason(batch.error()), what + next));
  }
}
