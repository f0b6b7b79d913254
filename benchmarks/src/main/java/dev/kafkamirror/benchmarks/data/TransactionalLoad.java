package dev.kafkamirror.benchmarks.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records in transactions, a tenth of which are aborted. */
final class TransactionalLoad {
  private static final int RECORDS_PER_TRANSACTION = 4_000;
  private static final int EVERY_ABORTED = 10;
  private static final int RECORDS_IN_A_ROW = 100;

  private final Map<String, Object> client;
  private final DataShape shape;

  TransactionalLoad(Map<String, Object> client, DataShape shape) {
    this.client = client;
    this.shape = shape;
  }

  /** Returns how many records of each partition were committed. */
  List<Long> send(String topic, int partitions, long megabytes) {
    Long[] committed = new Long[partitions];
    Arrays.fill(committed, 0L);
    SampleRing values = new SampleRing(shape.recordBytes());
    Map<String, Object> config =
        Map.of(
            "transactional.id",
            "load-" + UUID.randomUUID(),
            "compression.type",
            shape.codec(),
            "batch.size",
            64 * 1024,
            "linger.ms",
            100);
    long transactions = (long) (megabytes * 1e6 / shape.recordBytes() / RECORDS_PER_TRANSACTION);
    try (Sender sender = new Sender(client, config)) {
      sender.producer().initTransactions();
      long number = 0;
      for (long t = 0; t < transactions * EVERY_ABORTED / (EVERY_ABORTED - 1); t++) {
        boolean aborted = t % EVERY_ABORTED == EVERY_ABORTED - 1;
        sender.producer().beginTransaction();
        for (int i = 0; i < RECORDS_PER_TRANSACTION; i++, number++) {
          int partition = (int) (number / RECORDS_IN_A_ROW % partitions);
          byte[] key = "key-%08x".formatted((int) number).getBytes(UTF_8);
          sender.send(new ProducerRecord<>(topic, partition, key, values.next()));
          committed[partition] += aborted ? 0 : 1;
        }
        if (aborted) {
          sender.flush();
          sender.producer().abortTransaction();
        } else {
          sender.producer().commitTransaction();
        }
      }
    }
    return List.of(committed);
  }
}
