package dev.kafkamirror.replicator.twoway;

import dev.kafkamirror.api.v1alpha1.NamingSpec.Direction;
import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.twoway.ProducerRegister.Writer;
import dev.kafkamirror.replicator.wire.BatchScan;
import dev.kafkamirror.replicator.wire.BatchScan.Stretch;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * A same-name two-way mirror as one process sees it: who wrote what, on both of its clusters. Its
 * clients start when they are needed.
 */
public final class TwoWay implements OtherDirection, AutoCloseable {
  private final FlowSettings settings;
  private final String name;
  private final SourceId sourceId;
  private final ProducerRegister atSource;
  private final ProducerRegister atTarget;
  private final ProducerAnnouncement announcement;
  private final ExecutorService scans;
  private final AtomicInteger scanNumbers = new AtomicInteger();
  private volatile boolean closed;

  /**
   * The two-way mirror that these settings are one direction of.
   *
   * @param name of threads and clients, unique in the process
   * @return null where remote topics are the mirror's alone
   */
  public static TwoWay of(FlowSettings settings, String name) {
    return settings.spec().topics().naming().direction() == Direction.TwoWay
        ? new TwoWay(settings, name)
        : null;
  }

  private TwoWay(FlowSettings settings, String name) {
    this.settings = settings;
    this.name = name;
    this.atSource = new ProducerRegister(settings.source(), "source", name + "-source-producers");
    this.atTarget = new ProducerRegister(settings.target(), "target", name + "-target-producers");
    this.sourceId = new SourceId(settings.source(), name + "-source-id");
    this.announcement = new ProducerAnnouncement(settings, name + "-announcement", sourceId);
    this.scans =
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name(name + "-scan-", 0).factory());
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public Optional<Boolean> isMirrored(long producerId) {
    return atSource.writer(producerId).map(Writer::isMirror);
  }

  @Override
  public CompletableFuture<Void> learn(long producerId) {
    return atSource.learn(producerId);
  }

  @Override
  public CompletableFuture<Void> announce(long producerId) {
    return announcement.announce(producerId);
  }

  @Override
  public CompletableFuture<List<BatchHeader>> batches(TopicPartition target, long from, long to) {
    Stretch stretch = new Stretch(target, from, to);
    return CompletableFuture.supplyAsync(
        () -> scan(settings.target(), List.of(stretch)).get(target), scans);
  }

  /** What in these stretches of the source mirrors wrote. Waits for the source. */
  public Map<TopicPartition, OffsetSpans> mirrored(Collection<Stretch> ofSource) {
    return spans(settings.source(), atSource, ofSource, Writer::isMirror);
  }

  /** What in these stretches of the target mirrors from the source wrote. Waits for the target. */
  public Map<TopicPartition, OffsetSpans> fromSource(Collection<Stretch> ofTarget) {
    try {
      String source = sourceId.get();
      return spans(settings.target(), atTarget, ofTarget, writer -> writer.isMirrorFrom(source));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (ExecutionException e) {
      throw new CompletionException(e);
    }
  }

  private Map<TopicPartition, OffsetSpans> spans(
      ClientSettings cluster,
      ProducerRegister register,
      Collection<Stretch> stretches,
      Predicate<Writer> counts) {
    Map<TopicPartition, OffsetSpans> spans = new HashMap<>();
    scan(cluster, stretches)
        .forEach(
            (partition, batches) -> {
              OffsetSpans those = new OffsetSpans();
              for (BatchHeader batch : batches) {
                if (counts.test(register.await(batch.producerId()))) {
                  those.add(batch.baseOffset(), batch.nextOffset());
                }
              }
              spans.put(partition, those);
            });
    return spans;
  }

  private Map<TopicPartition, List<BatchHeader>> scan(
      ClientSettings cluster, Collection<Stretch> stretches) {
    try (BatchScan scan =
        new BatchScan(cluster, name + "-scan-" + scanNumbers.getAndIncrement(), () -> closed)) {
      return scan.read(stretches);
    }
  }

  @Override
  public void close() {
    closed = true;
    scans.shutdown();
    announcement.close();
    atSource.close();
    atTarget.close();
  }
}
