package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.position.RecordKey.Kind;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/**
 * A position that a person changes while the flow is stopped.
 *
 * @param before null when there was none
 */
public record PositionChange(TopicPartition source, StoredPosition before, StoredPosition after) {
  private static final String EDITOR = "replicator-positions";
  private static final int WRITE_WITHIN_SECONDS = 30;

  /**
   * A new term, in which nothing is known of what was copied before. Where the last owner was lost,
   * its name stays for whoever takes over to fence.
   */
  public static PositionChange of(
      TopicPartition source, StoredPosition before, TopicPair topics, Position now) {
    Ownership last = before == null ? Ownership.holding(EDITOR, null, 0) : before.ownership();
    boolean nobodyToFence = last.settled() || last.writer() == null;
    Ownership next =
        Ownership.holding(EDITOR, last.writer(), last.epoch() + 1)
            .released(Math.max(0, last.releasedIn()), nobodyToFence);
    return new PositionChange(source, before, new StoredPosition(Copied.upTo(now), topics, next));
  }

  /** The partition is given back to MirrorMaker 2: it may copy more from now on. */
  public static PositionChange givenBack(TopicPartition source, StoredPosition before) {
    Ownership next = Ownership.mirrorMaker(before.ownership().epoch() + 1);
    return new PositionChange(source, before, before.with(next));
  }

  /**
   * Writes changes and waits until the target has them.
   *
   * @throws ClusterException when that is not known of all of them
   */
  public static void write(FlowSettings settings, List<PositionChange> changes)
      throws InterruptedException {
    try (PositionWriter writer = new PositionWriter(settings.target(), settings.positionsTopic())) {
      CompletableFuture.allOf(
              changes.stream()
                  .map(c -> writer.write(PositionFormat.key(Kind.POSITION, c.source()), c.value()))
                  .toArray(CompletableFuture[]::new))
          .get(WRITE_WITHIN_SECONDS, TimeUnit.SECONDS);
      writer.close(Duration.ofSeconds(WRITE_WITHIN_SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterException(
          ClusterErrors.health(settings.target(), null, e).message()
              + "; look with replicator positions show which positions were written",
          e);
    }
  }

  private byte[] value() {
    return PositionFormat.value(new PositionRecord(after, PositionRecord.WITHOUT_INDEX));
  }
}
