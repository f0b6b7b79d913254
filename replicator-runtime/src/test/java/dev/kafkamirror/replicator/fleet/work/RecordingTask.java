package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.policy.Losses;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.task.CopyOrder;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.TaskHealth;
import dev.kafkamirror.replicator.task.measure.FetchMeter;
import dev.kafkamirror.replicator.task.measure.PartitionMeasures;
import dev.kafkamirror.replicator.task.measure.ProduceMeter;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import dev.kafkamirror.replicator.wire.NetworkUse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** A task that copies nothing and tells what it was told. */
final class RecordingTask implements CopyTask {
  final Map<TopicPartition, CopyOrder> copying = new HashMap<>();
  final Map<TopicPartition, CompletableFuture<Copied>> releasing = new HashMap<>();
  final Map<TopicPartition, Position> positions = new HashMap<>();
  final CompletableFuture<Void> identified = new CompletableFuture<>();
  String transactionalId;
  Optional<String> withoutFencing = Optional.empty();
  boolean fenced;
  boolean paused;
  CopyPolicy policy;
  boolean closed;

  /** Everything sent is acknowledged up to here. */
  void settle(TopicPartition source, Position position) {
    copying.remove(source);
    releasing.remove(source).complete(Copied.upTo(position));
  }

  @Override
  public void add(CopyOrder order) {
    copying.put(order.source(), order);
  }

  @Override
  public CompletableFuture<Copied> release(TopicPartition source) {
    return releasing.computeIfAbsent(source, _ -> new CompletableFuture<>());
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void apply(CopyPolicy now) {
    policy = now;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public Map<TopicPartition, PartitionState> partitions() {
    Map<TopicPartition, PartitionState> states = new HashMap<>();
    copying
        .keySet()
        .forEach(
            tp ->
                states.put(
                    tp,
                    new PartitionState(
                        PartitionState.Phase.Running,
                        0,
                        positions.containsKey(tp) ? Copied.upTo(positions.get(tp)) : null,
                        -1,
                        -1,
                        -1,
                        0,
                        0,
                        Losses.NONE,
                        null,
                        null)));
    return states;
  }

  @Override
  public TaskMeasures measures() {
    return new TaskMeasures(
        "recording",
        false,
        NetworkUse.NONE,
        NetworkUse.NONE,
        new FetchMeter().measures(0),
        new ProduceMeter().measures(0));
  }

  @Override
  public Map<TopicPartition, PartitionMeasures> partitionMeasures() {
    return Map.of();
  }

  @Override
  public TaskHealth health() {
    return new TaskHealth(null, null);
  }

  @Override
  public CompletableFuture<Void> identified() {
    return identified;
  }

  @Override
  public String transactionalId() {
    return transactionalId;
  }

  @Override
  public Optional<String> withoutFencing() {
    return withoutFencing;
  }

  @Override
  public boolean isFenced() {
    return fenced;
  }

  @Override
  public Duration sinceLastTurn() {
    return Duration.ZERO;
  }

  @Override
  public void close() {
    closed = true;
  }
}
