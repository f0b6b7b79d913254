package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** A positions topic in memory; what is written is read when the test says so. */
final class PositionLog implements Positions {
  private final Map<TopicPartition, StoredPosition> read = new HashMap<>();
  private final Set<TopicPartition> overwritten = new HashSet<>();
  private final List<Runnable> unread = new ArrayList<>();
  private final List<CompletableFuture<Void>> readers = new ArrayList<>();
  private final List<CompletableFuture<Void>> writers = new ArrayList<>();
  final List<StoredPosition> written = new ArrayList<>();
  Consumer<TopicPartition> listener = _ -> {};

  /** Acknowledges and reads all that is written, and answers who waits for that. */
  void settle() {
    while (!writers.isEmpty() || !unread.isEmpty() || !readers.isEmpty()) {
      take(writers).forEach(w -> w.complete(null));
      take(unread).forEach(Runnable::run);
      take(readers).forEach(r -> r.complete(null));
    }
  }

  /** Answers who waits for what was written by others. */
  void settleReaders() {
    take(readers).forEach(r -> r.complete(null));
  }

  private static <T> List<T> take(List<T> all) {
    List<T> taken = List.copyOf(all);
    all.clear();
    return taken;
  }

  /** The next record, whoever wrote it. */
  void put(TopicPartition source, StoredPosition position) {
    StoredPosition before = read.get(source);
    if (before == null || position.ownership().countsAfter(before.ownership())) {
      read.put(source, position);
      overwritten.remove(source);
    } else {
      overwritten.add(source);
    }
    listener.accept(source);
  }

  @Override
  public Optional<StoredPosition> latest(TopicPartition source) {
    return Optional.ofNullable(read.get(source));
  }

  @Override
  public Set<String> topics() {
    return read.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  @Override
  public Optional<Ownership> owner(TopicPartition source) {
    return latest(source).map(StoredPosition::ownership);
  }

  @Override
  public boolean overwritten(TopicPartition source) {
    return overwritten.contains(source);
  }

  @Override
  public CompletableFuture<Void> readToEnd() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    readers.add(done);
    return done;
  }

  @Override
  public String targetCluster() {
    return "west-id";
  }

  @Override
  public CompletableFuture<Void> write(TopicPartition source, StoredPosition position) {
    written.add(position);
    unread.add(() -> put(source, position));
    CompletableFuture<Void> done = new CompletableFuture<>();
    writers.add(done);
    return done;
  }

  @Override
  public CompletableFuture<Void> writeSurely(TopicPartition source, StoredPosition position) {
    return write(source, position);
  }
}
