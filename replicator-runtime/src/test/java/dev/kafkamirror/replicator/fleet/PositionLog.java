package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** A positions topic in memory; what is written is read when the test says so. */
final class PositionLog implements Positions {
  private final Map<TopicPartition, StoredPosition> read = new HashMap<>();
  private final List<Runnable> unread = new ArrayList<>();
  private final List<CompletableFuture<Void>> readers = new ArrayList<>();
  private final List<CompletableFuture<Void>> writers = new ArrayList<>();
  final List<StoredPosition> written = new ArrayList<>();

  /** Acknowledges and reads all that was written until now, and answers who waits for that. */
  void settle() {
    writers.forEach(w -> w.complete(null));
    writers.clear();
    unread.forEach(Runnable::run);
    unread.clear();
    List<CompletableFuture<Void>> waiting = List.copyOf(readers);
    readers.clear();
    waiting.forEach(r -> r.complete(null));
  }

  void put(TopicPartition source, StoredPosition position) {
    read.put(source, position);
  }

  @Override
  public Optional<StoredPosition> latest(TopicPartition source) {
    return Optional.ofNullable(read.get(source));
  }

  @Override
  public CompletableFuture<Void> readToEnd() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    readers.add(done);
    return done;
  }

  @Override
  public CompletableFuture<Void> write(TopicPartition source, StoredPosition position) {
    written.add(position);
    unread.add(() -> read.put(source, position));
    CompletableFuture<Void> done = new CompletableFuture<>();
    writers.add(done);
    return done;
  }

  @Override
  public CompletableFuture<Void> writeSurely(TopicPartition source, StoredPosition position) {
    return write(source, position);
  }
}
