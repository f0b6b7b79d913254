package dev.kafkamirror.replicator.task.refusal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.policy.DataLoss;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.task.Backoff;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Writes records that a remote topic does not take into the dead letter topic: key, value, headers
 * and timestamp as they are, and headers that say where the record comes from and why it is there.
 * After a crash a record may come twice. Where the topic cannot be written to, the partition waits,
 * and what becomes of the records is decided again. The clients are made when the first record
 * comes; their work is done on a thread of its own.
 */
public final class DeadLetters implements AutoCloseable {
  /** As large as a broker takes in one request, when it is left at its defaults. */
  private static final int LARGEST = 100_000_000;

  private static final int API_TIMEOUT_MS = 20_000;
  private static final Backoff BACKOFF = new Backoff(500, 30_000);

  private final ClientSettings source;
  private final ClientSettings target;
  private final String clientId;
  private final Executor loop;
  private final RecordErrors again;
  private final ExecutorService thread;
  private final Set<String> known = new HashSet<>();
  private Producer<byte[], byte[]> producer;

  /** Attempts in a row in vain, of all partitions. Belongs to the producing loop. */
  private int failures;

  /**
   * @param loop runs what it is given on the producing loop's thread
   * @param again decides as the policy then says, after a pause
   */
  public DeadLetters(
      ClientSettings source,
      ClientSettings target,
      String clientId,
      Executor loop,
      RecordErrors again) {
    this.source = source;
    this.target = target;
    this.clientId = clientId;
    this.loop = loop;
    this.again = again;
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name(clientId).daemon().factory());
  }

  /** Has refused records written into this topic, which is created when it is not there. */
  RecordErrors into(String topic) {
    return (partition, errors, decided) ->
        thread.execute(
            () -> {
              Trouble trouble = write(topic, errors);
              loop.execute(() -> written(partition, errors, trouble, decided));
            });
  }

  private void written(
      PartitionProgress partition,
      List<RecordError> errors,
      Trouble trouble,
      Consumer<Trouble> decided) {
    if (trouble != null) {
      failures++;
      partition.target(trouble);
      long pause = BACKOFF.pauseMs(failures, RandomGenerator.getDefault());
      CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, loop)
          .execute(() -> again.decide(partition, errors, decided));
      return;
    }
    failures = 0;
    partition.target(null);
    for (RecordError error : errors) {
      long offset = error.record().offset();
      partition.lost(offset, offset + 1, DataLoss.Reason.RecordDeadLettered);
    }
    decided.accept(null);
  }

  /** Returns null when all are written, and all replicas in sync have them. */
  private Trouble write(String topic, List<RecordError> errors) {
    try {
      ensure(topic);
      List<Future<?>> sent = new ArrayList<>();
      for (RecordError error : errors) {
        sent.add(producer().send(letter(topic, error)));
      }
      for (Future<?> one : sent) {
        one.get();
      }
      return null;
    } catch (ExecutionException | RuntimeException e) {
      return notWritten(topic, errors, ClusterErrors.message(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notWritten(topic, errors, "interrupted");
    }
  }

  private static Trouble notWritten(String topic, List<RecordError> errors, String why) {
    return new Trouble(
        "DeadLetterFailed",
        "%s. It cannot be written to the dead letter topic %s either, which is tried again: %s"
            .formatted(errors.getFirst().describe(), topic, why));
  }

  private ProducerRecord<byte[], byte[]> letter(String topic, RecordError error) {
    ConsumerRecord<byte[], byte[]> record = error.record();
    Long timestamp = record.timestamp() < 0 ? null : Long.valueOf(record.timestamp());
    var letter =
        new ProducerRecord<>(
            topic, null, timestamp, record.key(), record.value(), record.headers());
    Map.of(
            "kafkamirror.source.cluster", source.alias(),
            "kafkamirror.source.topic", record.topic(),
            "kafkamirror.source.partition", Integer.toString(record.partition()),
            "kafkamirror.source.offset", Long.toString(record.offset()),
            "kafkamirror.error.reason", error.reason(),
            "kafkamirror.error.message", error.message())
        .forEach((name, value) -> letter.headers().add(name, value.getBytes(UTF_8)));
    return letter;
  }

  private void ensure(String topic) throws ExecutionException, InterruptedException {
    if (known.contains(topic)) {
      return;
    }
    try (Admin admin = Clients.admin(target, clientId, API_TIMEOUT_MS)) {
      if (!admin.listTopics().names().get().contains(topic)) {
        NewTopic wanted =
            new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of("max.message.bytes", Integer.toString(LARGEST)));
        admin.createTopics(Set.of(wanted)).all().get();
      }
    } catch (ExecutionException e) {
      if (!(ClusterErrors.cause(e) instanceof TopicExistsException)) {
        throw e;
      }
    }
    known.add(topic);
  }

  private Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer =
          Clients.producer(
              target,
              clientId,
              Map.of(
                  ProducerConfig.MAX_BLOCK_MS_CONFIG,
                  API_TIMEOUT_MS,
                  ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                  LARGEST,
                  ProducerConfig.BUFFER_MEMORY_CONFIG,
                  (long) LARGEST));
    }
    return producer;
  }

  /** What is on its way is left: whoever copies the partition next finds the record refused too. */
  @Override
  public void close() {
    thread.execute(
        () -> {
          if (producer != null) {
            producer.close(Duration.ZERO);
          }
        });
    thread.shutdown();
  }
}
