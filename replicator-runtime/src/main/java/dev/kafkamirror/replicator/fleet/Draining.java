package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.PartitionState.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on, before the work is handed over for good, until the target has all that the source had
 * when the process was told to end. A partition that goes to another process, or has failed, is not
 * waited for.
 */
final class Draining {
  private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
  private static final int SOURCE_TIMEOUT_MS = 5_000;
  private static final long LOOK_EVERY_MS = 50;

  private final Supplier<Map<TopicPartition, PartitionState>> partitions;
  private final LongSupplier nanoTime;

  /**
   * @param partitions what this process copies now
   * @param nanoTime monotonic clock
   */
  Draining(Supplier<Map<TopicPartition, PartitionState>> partitions, LongSupplier nanoTime) {
    this.partitions = partitions;
    this.nanoTime = nanoTime;
  }

  /**
   * Waits, for so long at most. A source that does not tell where its logs end is not waited for.
   *
   * @return partitions whose records are not all on the target
   */
  int await(FlowSettings settings, Duration atMost) throws InterruptedException {
    long deadline = nanoTime.getAsLong() + atMost.toNanos();
    Map<TopicPartition, Long> ends;
    try {
      ends = ends(settings);
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn()
          .addKeyValue("cause", ClusterErrors.message(e))
          .log("The source does not tell what it has; ending without the rest of it");
      return partitions.get().size();
    }
    int behind = behind(ends);
    while (behind > 0 && nanoTime.getAsLong() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      behind = behind(ends);
    }
    LOG.atInfo()
        .addKeyValue("partitions", ends.size())
        .addKeyValue("behind", behind)
        .log("What the source had when this process was told to end is copied");
    return behind;
  }

  private Map<TopicPartition, Long> ends(FlowSettings settings)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.get().keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    try (Admin admin = Clients.admin(settings.source(), "draining", SOURCE_TIMEOUT_MS)) {
      Map<TopicPartition, ListOffsetsResultInfo> found =
          admin
              .listOffsets(latest, new ListOffsetsOptions(settings.isolation()))
              .all()
              .get(SOURCE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      Map<TopicPartition, Long> ends = new HashMap<>();
      found.forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    }
  }

  private int behind(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, PartitionState> now = partitions.get();
    int behind = 0;
    for (var end : ends.entrySet()) {
      PartitionState state = now.get(end.getKey());
      boolean waitedFor = state != null && state.phase() != Phase.Failed;
      boolean there =
          waitedFor
              && state.position() != null
              && state.position().sourceOffset() >= end.getValue();
      behind += waitedFor && !there ? 1 : 0;
    }
    return behind;
  }
}
