package dev.kafkamirror.records;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records for one topic from a real producer: keys and values of mixed sizes, some of them null,
 * some with headers. The same seed gives the same records.
 *
 * @param codec {@code compression.type} of the producer
 * @param partitions records go round-robin to partitions 0 to this minus 1
 * @param valueBytes about how long a value is; one in 500 is a hundred times as long, at most 512
 *     KiB
 */
public record RecordLoad(
    String topic, int partitions, long records, String codec, int valueBytes, long seed) {
  private static final int LARGEST = 512 * 1024;
  private static final int PROGRESS_EVERY = 1_000;

  /**
   * Produces the records and returns when all are acknowledged.
   *
   * @param progress told now and then how many more were sent
   * @throws IllegalStateException when the cluster refuses a record
   */
  public void produce(Map<String, Object> client, LongConsumer progress) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("compression.type", codec);
    config.put("linger.ms", 5);
    config.put("batch.size", 64 * 1024);
    config.put("max.request.size", 2 * LARGEST);
    // A leader that has just learnt of its topic may refuse the first batch and take the second,
    // and then refuses the first for ever, as out of order.
    config.put("max.in.flight.requests.per.connection", 1);
    Random random = new Random(seed);
    List<Future<RecordMetadata>> unsettled = new ArrayList<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long i = 0; i < records; i++) {
        unsettled.add(producer.send(next(i, random)));
        if (unsettled.size() == PROGRESS_EVERY) {
          settle(unsettled);
          progress.accept(PROGRESS_EVERY);
        }
      }
      if (!unsettled.isEmpty()) {
        progress.accept(unsettled.size());
        settle(unsettled);
      }
    }
  }

  private ProducerRecord<byte[], byte[]> next(long number, Random random) {
    byte[] key =
        random.nextInt(10) == 0
            ? null
            : ("key-" + random.nextInt(1_000)).getBytes(StandardCharsets.UTF_8);
    byte[] value = random.nextInt(100) == 0 ? null : value(number, random);
    RecordHeaders headers = new RecordHeaders();
    for (int h = random.nextInt(3); h > 0; h--) {
      headers.add(
          "header-" + h, h == 2 ? null : Long.toString(number).getBytes(StandardCharsets.UTF_8));
    }
    int partition = (int) (number % partitions);
    return new ProducerRecord<>(topic, partition, null, key, value, headers);
  }

  /** Text that compresses about as well as ordinary data: half of it repeats, half is random. */
  private byte[] value(long number, Random random) {
    int length = 1 + random.nextInt(2 * valueBytes);
    if (random.nextInt(500) == 0) {
      length = Math.min(LARGEST, length * 100);
    }
    byte[] value = new byte[length];
    random.nextBytes(value);
    for (int i = 0; i < length; i++) {
      value[i] = i % 2 == 0 ? (byte) ('a' + i % 26) : value[i];
    }
    byte[] start = ("#" + number + ";").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(start, 0, value, 0, Math.min(start.length, length));
    return value;
  }

  private void settle(List<Future<RecordMetadata>> unsettled) {
    try {
      for (Future<RecordMetadata> one : unsettled) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a record for topic " + topic + " was refused", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while producing to " + topic, e);
    }
    unsettled.clear();
  }
}
