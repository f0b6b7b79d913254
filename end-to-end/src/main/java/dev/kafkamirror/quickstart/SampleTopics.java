package dev.kafkamirror.quickstart;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.records.RecordComparison;
import dev.kafkamirror.records.RecordLoad;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The topics that the quickstart fills and compares: every codec, records from bytes to half a
 * megabyte.
 */
record SampleTopics(List<RecordLoad> loads) {
  private static final int SAY_EVERY = 50_000;

  static SampleTopics ofRecords(long records) {
    return new SampleTopics(
        List.of(
            new RecordLoad("orders.created", 6, records * 4 / 10, "lz4", 300, 1),
            new RecordLoad("orders.paid", 3, records * 2 / 10, "zstd", 200, 2),
            new RecordLoad("orders.shipped", 3, records * 2 / 10, "none", 100, 3),
            new RecordLoad("orders.audit", 1, records / 10, "gzip", 400, 4),
            new RecordLoad("orders.returned", 2, records / 10, "snappy", 150, 5)));
  }

  long records() {
    return loads.stream().mapToLong(RecordLoad::records).sum();
  }

  void create(KafkaCluster source) {
    try (Admin admin = source.admin()) {
      admin
          .createTopics(
              loads.stream()
                  .map(load -> new NewTopic(load.topic(), load.partitions(), (short) 1))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot create the sample topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  void produce(KafkaCluster source, Consumer<String> progress) {
    AtomicLong sent = new AtomicLong();
    AtomicLong said = new AtomicLong();
    for (RecordLoad load : loads) {
      load.produce(
          source.clientConfig(),
          more -> {
            long now = sent.addAndGet(more);
            if (now - said.get() >= SAY_EVERY || now == records()) {
              said.set(now);
              progress.accept("%,d of %,d records produced".formatted(now, records()));
            }
          });
    }
  }

  /**
   * @throws IllegalStateException that names the first difference
   */
  long compare(KafkaCluster source, KafkaCluster target, String prefix, Consumer<String> progress) {
    long equal = 0;
    try (var comparison = new RecordComparison(source.clientConfig(), target.clientConfig())) {
      for (RecordLoad load : loads) {
        String remote = prefix + load.topic();
        RecordComparison.Result result = comparison.compare(load.topic(), remote);
        if (result.difference().isPresent()) {
          throw new IllegalStateException("not equal: " + result.difference().get());
        }
        equal += result.records();
        progress.accept("%s = %s: %,d records".formatted(load.topic(), remote, result.records()));
      }
    }
    if (equal != records()) {
      throw new IllegalStateException(
          "compared %,d records, produced %,d".formatted(equal, records()));
    }
    return equal;
  }
}
