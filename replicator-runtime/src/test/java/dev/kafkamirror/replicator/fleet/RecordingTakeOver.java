package dev.kafkamirror.replicator.fleet;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Tells what it was asked, and answers when the test says so. */
final class RecordingTakeOver implements TakeOver {
  final Map<TopicPartition, Vacant> asked = new HashMap<>();
  private final Map<TopicPartition, CompletableFuture<Start>> open = new HashMap<>();
  boolean required;

  void found(TopicPartition source, Start start) {
    open.remove(source).complete(start);
  }

  void failed(TopicPartition source, Exception failure) {
    open.remove(source).completeExceptionally(failure);
  }

  @Override
  public Map<TopicPartition, CompletableFuture<Start>> find(Collection<Vacant> partitions) {
    Map<TopicPartition, CompletableFuture<Start>> starts = new HashMap<>();
    for (Vacant vacant : partitions) {
      TopicPartition source = vacant.route().source();
      asked.put(source, vacant);
      starts.put(source, new CompletableFuture<>());
      if (vacant.latest().isEmpty()) {
        Start first = new Start(FencedTakeOver.NOTHING, Optional.empty());
        starts.get(source).complete(first);
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
