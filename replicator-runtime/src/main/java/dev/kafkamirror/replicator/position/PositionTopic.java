package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.position.RecordKey.Kind;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The positions of a flow in their topic on the target. A partition whose index is long has it in a
 * record of its own, which is written less often than the position.
 */
public final class PositionTopic implements TurnPositions, AutoCloseable {
  private final PositionStore store;
  private final PositionWriter writer;
  private final LongSupplier nanoTime;

  /** When the index of a partition was written last. */
  private final Map<TopicPartition, Long> indexWritten = new ConcurrentHashMap<>();

  /**
   * @param target which cluster is meant to have the topic
   * @param listener hears of every partition of which a record was read, whether it counts or not
   * @param nanoTime monotonic clock
   */
  public PositionTopic(
      FlowSettings settings,
      ClusterIdentity target,
      Consumer<TopicPartition> listener,
      LongSupplier nanoTime) {
    this.store =
        new PositionStore(
            settings.target(),
            target,
            settings.positionsTopic(),
            settings.spec().topics().replicationFactor(),
            listener);
    this.writer = new PositionWriter(settings.target(), settings.positionsTopic());
    this.nanoTime = nanoTime;
  }

  public void start() {
    store.start();
  }

  @Override
  public Optional<StoredPosition> latest(TopicPartition source) {
    return store.view().latest(source);
  }

  @Override
  public Set<String> topics() {
    return store.view().topics();
  }

  @Override
  public Map<TopicPartition, Ownership> owners() {
    return store.view().owners();
  }

  @Override
  public Terms terms() {
    return store.view().terms();
  }

  @Override
  public Optional<PromotionRequest> promotion() {
    return store.view().promotion();
  }

  @Override
  public Optional<Ownership> owner(TopicPartition source) {
    return store.view().owner(source);
  }

  @Override
  public boolean overwritten(TopicPartition source) {
    return store.view().overwritten(source);
  }

  @Override
  public CompletableFuture<Void> readToEnd() {
    return store.readToEnd();
  }

  @Override
  public String targetCluster() {
    return store.clusterId();
  }

  @Override
  public CompletableFuture<Void> write(TopicPartition source, StoredPosition position) {
    return writer.write(PositionFormat.key(Kind.POSITION, source), record(source, position));
  }

  @Override
  public CompletableFuture<Void> writeSurely(TopicPartition source, StoredPosition position) {
    return writer.writeSurely(PositionFormat.key(Kind.POSITION, source), record(source, position));
  }

  @Override
  public CompletableFuture<Void> writeSurely(String topic, Term term) {
    return writer.writeSurely(
        PositionFormat.key(Kind.TERM, RecordKey.whole(topic)), PositionFormat.term(term));
  }

  @Override
  public CompletableFuture<Void> writeSurely(PromotionRequest request) {
    return writer.writeSurely(
        PositionFormat.key(Kind.PROMOTION, RecordKey.whole(Terms.ALL_TOPICS)),
        PositionFormat.promotion(request));
  }

  /** The position's record; its index goes out before it when it is time. */
  private byte[] record(TopicPartition source, StoredPosition position) {
    PositionRecord record = PositionRecord.of(position, store.view().indexed(source));
    long now = nanoTime.getAsLong();
    Long before = indexWritten.get(source);
    long age = before == null ? Long.MAX_VALUE : now - before;
    if (record.wantsIndex(Duration.ofNanos(age))) {
      indexWritten.put(source, now);
      // Should it fail: the ranges stay in the position's record until the index is there.
      var _ =
          writer.write(
              PositionFormat.key(Kind.INDEX, source),
              PositionFormat.index(IndexRecord.of(position)));
    }
    return PositionFormat.value(record);
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
