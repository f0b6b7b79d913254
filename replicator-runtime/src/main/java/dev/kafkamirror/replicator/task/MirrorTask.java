package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** A task that copies whole record batches. Its threads start with it. */
public final class MirrorTask implements CopyTask {
  private final String name;
  private final Map<TopicPartition, PartitionState> partitions = new ConcurrentHashMap<>();

  public MirrorTask(String name, ClientSettings source, ClientSettings target, TaskLimits limits) {
    this.name = name;
  }

  @Override
  public void add(CopyOrder order) {
    throw new UnsupportedOperationException(name + " cannot copy yet");
  }

  @Override
  public CompletableFuture<Position> release(TopicPartition source) {
    throw new UnsupportedOperationException(name + " cannot copy yet");
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public Map<TopicPartition, PartitionState> partitions() {
    return Map.copyOf(partitions);
  }

  @Override
  public TaskHealth health() {
    return new TaskHealth(null, null);
  }

  @Override
  public void close() {}
}
