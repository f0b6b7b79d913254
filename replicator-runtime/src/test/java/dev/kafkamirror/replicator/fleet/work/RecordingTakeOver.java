package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.position.Copied;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Tells what it was asked, and answers when the test says so. */
final class RecordingTakeOver implements TakeOver {
  final Map<TopicPartition, Vacant> asked = new HashMap<>();
  private final Map<TopicPartition, CompletableFuture<Copied>> open = new HashMap<>();
  boolean required;

  void found(TopicPartition source, Copied start) {
    open.remove(source).complete(start);
  }

  void failed(TopicPartition source, Exception failure) {
    open.remove(source).completeExceptionally(failure);
  }

  @Override
  public Map<TopicPartition, CompletableFuture<Copied>> find(Collection<Vacant> partitions) {
    Map<TopicPartition, CompletableFuture<Copied>> starts = new HashMap<>();
    for (Vacant vacant : partitions) {
      TopicPartition source = vacant.route().source();
      asked.put(source, vacant);
      starts.put(source, new CompletableFuture<>());
      if (vacant.latest().isEmpty()) {
        starts.get(source).complete(FencedTakeOver.NOTHING);
      }
    }
    open.putAll(starts);
    return starts;
  }

  @Override
  public boolean fencingRequired() {
    return required;
  }
}
