package dev.kafkamirror.replicator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.batch.SomeBatches;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.TargetConnection;
import dev.kafkamirror.replicator.wire.TargetConnection.Outcome;
import dev.kafkamirror.replicator.wire.TargetConnection.Produced;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import dev.kafkamirror.replicator.wire.TransactionCoordinator;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.record.internal.CompressionType;

/** Writes as a task does, one batch at a time, and does what it is told: also what it must not. */
public final class RawWriter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final TargetConnection connection;
  private final TransactionCoordinator coordinator;
  private final Map<TopicPartition, Integer> sequences = new HashMap<>();
  private ProducerIdentity identity;

  /** A writer that has its producer id. */
  public RawWriter(ClientSettings target, String transactionalId) {
    connection = new TargetConnection(target, "raw-" + transactionalId);
    coordinator = new TransactionCoordinator(connection, transactionalId);
    assertThat(initProducerId(null)).isNull();
  }

  public ProducerIdentity identity() {
    return identity;
  }

  /** Renews the producer id; tells why not, null when it was granted. Sequences start again. */
  public ApiException renew() {
    ApiException error = initProducerId(identity);
    if (error == null) {
      sequences.clear();
    }
    return error;
  }

  private ApiException initProducerId(ProducerIdentity current) {
    AtomicReference<ApiException> error = new AtomicReference<>();
    do {
      await(() -> coordinator.ready(_ -> {}));
      AtomicReference<Boolean> answered = new AtomicReference<>(false);
      coordinator.initProducerId(
          current,
          (granted, failure) -> {
            identity = failure == null ? granted : identity;
            error.set(failure);
            answered.set(true);
          });
      await(answered::get);
    } while (error.get() instanceof RetriableException);
    return error.get();
  }

  /** Writes a batch with the partition's next sequence, until the answer is definite. */
  public Outcome write(TopicPartition partition, int count) {
    int sequence = sequences.getOrDefault(partition, 0);
    Outcome outcome = write(partition, identity, sequence, count);
    while (outcome.error() instanceof RetriableException) {
      connection.refresh();
      outcome = write(partition, identity, sequence, count);
    }
    if (outcome.error() == null) {
      sequences.put(partition, sequence + count);
    }
    return outcome;
  }

  /** Writes a batch with whatever is given. */
  public Outcome write(TopicPartition partition, ProducerIdentity as, int sequence, int count) {
    ByteBuffer batch = SomeBatches.batch(CompressionType.NONE, 0, count);
    ProducerFields.set(batch, as.id(), as.epoch(), sequence);
    Leader leader = leader(partition);
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    connection.produce(
        leader.node(),
        List.of(new Produced(partition, leader.topicId(), batch)),
        answer -> outcome.set(answer.outcomes().get(partition)));
    await(() -> outcome.get() != null);
    return outcome.get();
  }

  /** Learns the leaders of these partitions' topics. */
  public void watch(Collection<TopicPartition> partitions) {
    connection.watch(partitions.stream().map(TopicPartition::topic).toList());
  }

  private Leader leader(TopicPartition partition) {
    AtomicReference<Leader> found = new AtomicReference<>();
    await(
        () -> {
          Optional<Leader> leader = connection.leader(partition);
          if (leader.isEmpty()) {
            connection.refresh();
            return false;
          }
          found.set(leader.get());
          return connection.ready(leader.get().node());
        });
    return found.get();
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      connection.poll(20);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
