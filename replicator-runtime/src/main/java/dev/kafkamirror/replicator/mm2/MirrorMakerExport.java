package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes positions of a stopped flow as MirrorMaker 2's own, so that it goes on at the same
 * records.
 */
public final class MirrorMakerExport {
  private static final int WRITE_WITHIN_SECONDS = 30;

  /**
   * What MirrorMaker 2 is to remember of a partition: source offsets of the last record that was
   * copied, null for nothing.
   */
  public record Change(TopicPartition source, Long before, Long after) {

    /**
     * The change that makes MirrorMaker 2 go on where a position says.
     *
     * @param before what it remembers
     * @return empty where nothing need be written, or it has got further since it was given the
     *     partition
     */
    static Optional<Change> of(TopicPartition source, Long before, StoredPosition position) {
      long next = position.position().sourceOffset();
      Long after = next > 0 ? Long.valueOf(next - 1) : null;
      boolean itsOwn = position.ownership().isMirrorMaker() && before != null;
      boolean done = itsOwn ? after == null || before >= after : before == null && after == null;
      return done ? Optional.empty() : Optional.of(new Change(source, before, after));
    }
  }

  private final FlowSettings settings;
  private final MirrorMakerNames names;

  public MirrorMakerExport(FlowSettings settings) {
    this.settings = settings;
    this.names = MirrorMakerNames.of(settings);
  }

  /** What is to be written for these positions. */
  public List<Change> changes(Map<TopicPartition, StoredPosition> positions) {
    Map<TopicPartition, Long> remembered = new MirrorMakerReading(settings).lastCopied();
    List<Change> changes = new ArrayList<>();
    positions.forEach(
        (source, position) ->
            Change.of(source, remembered.get(source), position).ifPresent(changes::add));
    return changes;
  }

  /**
   * Writes changes and waits until the target has them.
   *
   * @throws ClusterException when that is not known of all of them
   */
  public void write(List<Change> changes) throws InterruptedException {
    try (var producer = Clients.producer(settings.target(), "mirror-maker-export", Map.of())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Change change : changes) {
        byte[] key =
            SourceOffsetFormat.key(
                new SourceOffsetFormat.Key(
                    names.connector(), names.sourceAlias(), change.source()));
        byte[] value = change.after() == null ? null : SourceOffsetFormat.value(change.after());
        // The partition is that of the key's hash, as with Kafka Connect.
        sent.add(producer.send(new ProducerRecord<>(names.offsetsTopic(), key, value)));
      }
      producer.flush();
      for (Future<RecordMetadata> one : sent) {
        one.get(WRITE_WITHIN_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterException(
          ClusterErrors.health(settings.target(), null, e).message()
              + "; export once more before MirrorMaker 2 is started",
          e);
    }
  }
}
