package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.PartitionOffset;
import dev.kafkamirror.replicator.wire.TargetConnection;
import dev.kafkamirror.replicator.wire.TargetConnection.Outcome;
import dev.kafkamirror.replicator.wire.TargetConnection.Produced;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DuplicateSequenceException;
import org.apache.kafka.common.errors.UnknownServerException;

/**
 * The producing half of a task: sends to each leader, whenever its connection can take one more
 * request, the next batch of every partition that has one.
 */
final class ProduceWork implements EventLoop.Work<TargetConnection> {
  private static final long IDLE_MS = 1_000;
  private static final Backoff IDENTITY_BACKOFF = new Backoff(100, 2_000);

  private record Ready(PartitionQueue queue, Leader leader) {}

  private record Sent(PartitionQueue queue, OutgoingBatch batch) {}

  private final TaskLimits limits;
  private final Runnable onProgress;
  private final LongSupplier clock;
  private final RandomGenerator random;
  private final ProducerIdentities identities = new ProducerIdentities();

  /** By source partition; those that sent last come last. */
  private final LinkedHashMap<TopicPartition, PartitionQueue> queues = new LinkedHashMap<>();

  private boolean topicsChanged;
  private boolean askingForIdentity;
  private int identityFailures;
  private long askForIdentityAtMs;
  private Trouble identityTrouble;

  /**
   * @param onProgress called when memory became free
   */
  ProduceWork(TaskLimits limits, Runnable onProgress, LongSupplier clock, RandomGenerator random) {
    this.limits = limits;
    this.onProgress = onProgress;
    this.clock = clock;
    this.random = random;
  }

  void add(PartitionProgress progress) {
    queues.put(progress.order().source(), new PartitionQueue(progress, random));
    topicsChanged = true;
  }

  void deliver(
      PartitionProgress to, List<OutgoingBatch> batches, long nextOffset, int leaderEpoch) {
    queues.get(to.order().source()).add(batches, nextOffset, leaderEpoch);
  }

  void release(TopicPartition source, CompletableFuture<Copied> result) {
    queues.get(source).release(result, clock.getAsLong() + limits.settleTimeout().toMillis());
  }

  @Override
  public long turn(TargetConnection connection, long nowMs) {
    removeGone(nowMs);
    if (topicsChanged) {
      connection.watch(queues.values().stream().map(q -> q.target().topic()).toList());
      topicsChanged = false;
    }
    long wait = IDLE_MS;
    Map<Node, List<Ready>> ready = new HashMap<>();
    Map<Node, List<Ready>> ends = new HashMap<>();
    for (PartitionQueue queue : queues.values()) {
      if (!queue.hasBacklog()) {
        continue;
      }
      long rest = queue.restMs(nowMs);
      if (rest > 0) {
        wait = Math.min(wait, rest);
      } else if (hasIdentity(queue)) {
        plan(connection, queue, queue.needsEnd() ? ends : ready);
      }
    }
    for (Map.Entry<Node, List<Ready>> broker : ends.entrySet()) {
      wait = Math.min(wait, askForEnds(connection, broker.getKey(), broker.getValue()));
    }
    wait = Math.min(wait, askForIdentity(connection, nowMs));
    for (Map.Entry<Node, List<Ready>> broker : ready.entrySet()) {
      wait = Math.min(wait, send(connection, broker.getKey(), broker.getValue()));
    }
    return wait;
  }

  private void removeGone(long nowMs) {
    for (Iterator<PartitionQueue> it = queues.values().iterator(); it.hasNext(); ) {
      if (it.next().isGone(nowMs)) {
        it.remove();
        topicsChanged = true;
      }
    }
  }

  private boolean hasIdentity(PartitionQueue queue) {
    if (queue.needsIdentity()) {
      Optional<ProducerIdentity> identity = identities.take(queue.target());
      if (identity.isEmpty()) {
        if (identityTrouble != null) {
          queue.blocked(identityTrouble);
        }
        return false;
      }
      queue.identity(identity.get());
    }
    return true;
  }

  private void plan(
      TargetConnection connection, PartitionQueue queue, Map<Node, List<Ready>> ready) {
    Optional<Leader> leader = connection.leader(queue.target());
    if (leader.isEmpty()) {
      connection.refresh();
      connection
          .topicError(queue.target().topic())
          .ifPresent(error -> queue.blocked(Trouble.atTarget(queue.target(), error)));
    } else if (queue.needsEnd() || queue.next(leader.get().node().id()).isPresent()) {
      ready
          .computeIfAbsent(leader.get().node(), n -> new ArrayList<>())
          .add(new Ready(queue, leader.get()));
    }
  }

  /** Returns how long to wait at most until the next attempt. */
  private long askForIdentity(TargetConnection connection, long nowMs) {
    if (!identities.isWanted() || askingForIdentity) {
      return IDLE_MS;
    }
    if (nowMs < askForIdentityAtMs) {
      return askForIdentityAtMs - nowMs;
    }
    askingForIdentity = connection.initProducerId(this::identity);
    return askingForIdentity ? IDLE_MS : IDENTITY_BACKOFF.firstMs();
  }

  private void identity(ProducerIdentity identity, ApiException error) {
    askingForIdentity = false;
    if (error == null) {
      identityFailures = 0;
      identityTrouble = null;
      identities.issued(identity);
    } else {
      identityFailures++;
      identityTrouble = new Trouble(Trouble.reason(error), "No producer id: " + error.getMessage());
      askForIdentityAtMs = clock.getAsLong() + IDENTITY_BACKOFF.pauseMs(identityFailures, random);
    }
  }

  /** Returns how long to wait at most until the next attempt. */
  private long askForEnds(TargetConnection connection, Node node, List<Ready> partitions) {
    if (!connection.ready(node)) {
      return connection.delayMs(node);
    }
    Map<TopicPartition, Leader> request = new HashMap<>();
    for (Ready partition : partitions) {
      partition.queue().askedForEnd();
      request.put(partition.queue().target(), partition.leader());
    }
    connection.endOffsets(node, request, found -> endsFound(connection, partitions, found));
    return 0;
  }

  private void endsFound(
      TargetConnection connection, List<Ready> asked, Map<TopicPartition, PartitionOffset> found) {
    long nowMs = clock.getAsLong();
    for (Ready partition : asked) {
      PartitionOffset end = found.get(partition.queue().target());
      if (end == null) {
        partition.queue().endNotFound(new UnknownServerException("No answer"), nowMs);
      } else if (end.error() == null) {
        partition.queue().endFound(end.offset(), nowMs);
      } else {
        connection.refresh();
        partition.queue().endNotFound(end.error(), nowMs);
      }
    }
    onProgress.run();
  }

  /** Returns how long to wait at most until the next attempt. */
  private long send(TargetConnection connection, Node node, List<Ready> partitions) {
    if (!connection.ready(node)) {
      return connection.delayMs(node);
    }
    List<Produced> request = new ArrayList<>();
    Map<TopicPartition, Sent> batches = new HashMap<>();
    long bytes = 0;
    for (Ready partition : partitions) {
      PartitionQueue queue = partition.queue();
      int size = queue.next(node.id()).orElseThrow().size();
      if (bytes > 0 && bytes + size > limits.requestBytes()) {
        continue;
      }
      OutgoingBatch batch = queue.send(node.id());
      bytes += size;
      request.add(new Produced(queue.target(), partition.leader().topicId(), batch.bytes()));
      batches.put(queue.target(), new Sent(queue, batch));
      queues.putLast(queue.progress().order().source(), queue);
    }
    connection.produce(node, request, outcomes -> produced(connection, batches, outcomes));
    return 0;
  }

  private void produced(
      TargetConnection connection,
      Map<TopicPartition, Sent> batches,
      Map<TopicPartition, Outcome> outcomes) {
    long nowMs = clock.getAsLong();
    batches.forEach(
        (partition, sent) -> {
          Outcome outcome = outcomes.get(partition);
          if (outcome == null) {
            sent.queue().failed(sent.batch(), new UnknownServerException("No answer"), nowMs);
          } else if (outcome.error() == null
              || outcome.error() instanceof DuplicateSequenceException) {
            sent.queue().acknowledged(sent.batch(), outcome.baseOffset(), nowMs);
          } else {
            connection.refresh();
            sent.queue().failed(sent.batch(), outcome.error(), nowMs);
          }
        });
    onProgress.run();
  }
}
