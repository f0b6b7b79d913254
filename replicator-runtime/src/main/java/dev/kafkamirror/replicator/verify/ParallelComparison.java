package dev.kafkamirror.replicator.verify;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.twoway.OffsetSpans;
import dev.kafkamirror.replicator.twoway.SpansAhead;
import dev.kafkamirror.replicator.twoway.TwoWay;
import dev.kafkamirror.replicator.wire.BatchScan.Stretch;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares pairs of partitions, several at a time. A thread holds what two consumers prefetch and
 * two windows of records: 50 MiB at most, whatever the size of the partitions.
 */
final class ParallelComparison {
  private static final int FETCH_BYTES = 8 << 20;
  private static final int API_TIMEOUT_MS = 30_000;

  private final FlowSettings settings;
  private final Queue<PartitionPair> open;
  private final int pairs;
  private final long offsetsTotal;
  private final int threads;
  private final IsolationLevel isolation;

  /** Null where the remote topics are the mirror's alone. */
  private final TwoWay twoWay;

  private final Queue<PartitionVerdict> verdicts = new ConcurrentLinkedQueue<>();
  private final LongAdder offsets = new LongAdder();

  /**
   * @param twoWay tells the mirror's records from others, where both directions write the same
   *     topics; null where remote topics are the mirror's alone
   */
  ParallelComparison(
      FlowSettings settings,
      List<PartitionPair> pairs,
      int threads,
      IsolationLevel isolation,
      TwoWay twoWay) {
    this.settings = settings;
    this.open = new ConcurrentLinkedQueue<>(pairs);
    this.pairs = pairs.size();
    this.offsetsTotal = pairs.stream().mapToLong(PartitionPair::offsets).sum();
    this.threads = Math.clamp(pairs.size(), 1, threads);
    this.isolation = isolation;
    this.twoWay = twoWay;
  }

  List<PartitionVerdict> run(java.util.function.Consumer<VerificationProgress> progress)
      throws InterruptedException {
    try (ExecutorService workers =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("verify-", 0).factory())) {
      for (int i = 0; i < threads; i++) {
        workers.execute(this::work);
      }
      workers.shutdown();
      while (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
        progress.accept(
            new VerificationProgress(verdicts.size(), pairs, offsets.sum(), offsetsTotal));
      }
    }
    return List.copyOf(verdicts);
  }

  private void work() {
    try (Consumer<byte[], byte[]> source = consumer(settings.source(), isolation);
        Consumer<byte[], byte[]> target =
            consumer(settings.target(), IsolationLevel.READ_UNCOMMITTED)) {
      for (PartitionPair pair = open.poll(); pair != null; pair = open.poll()) {
        verdicts.add(verdict(pair, compare(pair, source, target)));
      }
    } catch (KafkaException e) {
      // No consumer could be made: what is left for this thread cannot be read by others either.
      for (PartitionPair pair = open.poll(); pair != null; pair = open.poll()) {
        verdicts.add(verdict(pair, Findings.unchecked(ClusterErrors.message(e))));
      }
    }
  }

  private static PartitionVerdict verdict(PartitionPair pair, Findings findings) {
    return new PartitionVerdict(
        pair.here().partition(), pair.there().partition(), findings, pair.behind());
  }

  private Findings compare(
      PartitionPair pair, Consumer<byte[], byte[]> source, Consumer<byte[], byte[]> target) {
    try {
      return PartitionComparison.compare(
          pair.rules(),
          pair.pairs(),
          pair.announced(),
          sourceRecords(pair.here(), records(source, pair.here(), offsets::add)),
          targetRecords(pair.there(), records(target, pair.there(), _ -> {})));
    } catch (KafkaException e) {
      return Findings.unchecked(ClusterErrors.message(e));
    }
  }

  private RecordSource sourceRecords(PartitionPair.Log log, RecordSource all) {
    if (twoWay == null) {
      return all;
    }
    SpansAhead returned = spans(log, twoWay::mirrored);
    return new OnlySome(all, offset -> !returned.contains(offset));
  }

  private RecordSource targetRecords(PartitionPair.Log log, RecordSource all) {
    return twoWay == null ? all : new OnlySome(all, spans(log, twoWay::fromSource)::contains);
  }

  private static SpansAhead spans(
      PartitionPair.Log log,
      Function<Collection<Stretch>, Map<TopicPartition, OffsetSpans>> written) {
    Stretch nothing = new Stretch(log.partition(), log.start(), log.start());
    return new SpansAhead(nothing, new OffsetSpans(), log.end(), written);
  }

  private static RecordSource records(
      Consumer<byte[], byte[]> consumer, PartitionPair.Log log, LongConsumer advanced) {
    return new PartitionRecords(
        consumer, log.partition(), log.start(), log.end(), System::nanoTime, advanced);
  }

  private static Consumer<byte[], byte[]> consumer(
      ClientSettings cluster, IsolationLevel isolation) {
    return Clients.consumer(
        cluster,
        "verify",
        Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolation.toString().toLowerCase(Locale.ROOT),
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            FETCH_BYTES,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            FETCH_BYTES,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1_000,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            API_TIMEOUT_MS));
  }
}
