package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The positions of a flow in their topic on the target. */
public final class PositionTopic implements Positions, AutoCloseable {
  private final PositionStore store;
  private final PositionWriter writer;

  /**
   * @param listener hears of every partition whose position was read
   */
  public PositionTopic(FlowSettings settings, Consumer<TopicPartition> listener) {
    this.store =
        new PositionStore(
            settings.target(),
            settings.positionsTopic(),
            settings.spec().topics().replicationFactor(),
            listener);
    this.writer = new PositionWriter(settings.target(), settings.positionsTopic());
  }

  public void start() {
    store.start();
  }

  @Override
  public Optional<StoredPosition> latest(TopicPartition source) {
    return store.latest(source);
  }

  @Override
  public CompletableFuture<Void> readToEnd() {
    return store.readToEnd();
  }

  @Override
  public CompletableFuture<Void> write(TopicPartition source, StoredPosition position) {
    return writer.write(source, position);
  }

  @Override
  public CompletableFuture<Void> writeSurely(TopicPartition source, StoredPosition position) {
    return writer.writeSurely(source, position);
  }

  /** Why positions cannot be read or written at present, null when they can. */
  public Throwable error() {
    return store.error() == null ? writer.error() : store.error();
  }

  /** Ends; what was given to be written is waited for, at most so long. */
  public void close(Duration time) {
    writer.close(time);
    store.close();
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
