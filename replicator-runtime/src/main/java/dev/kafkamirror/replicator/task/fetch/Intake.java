package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.replicator.task.Agenda;
import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.memory.FetchBuffer;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.FetchResult;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Turns the records that were fetched of a partition into what is delivered of it. */
final class Intake implements AutoCloseable {
  private final FetchWork.Sink sink;
  private final OtherDirection other;
  private final Executor loop;
  private final LongSupplier clock;
  private final Agenda<SourcePartition> agenda;
  private final Priorities priorities;
  private final BatchConverter converter;

  /**
   * @param loop runs something on the fetching loop
   * @param clock monotonic time, ms
   */
  Intake(
      MemoryBudget budget,
      FetchWork.Sink sink,
      OtherDirection other,
      Executor loop,
      LongSupplier clock,
      Agenda<SourcePartition> agenda,
      Priorities priorities) {
    this.sink = sink;
    this.other = other;
    this.loop = loop;
    this.clock = clock;
    this.agenda = agenda;
    this.priorities = priorities;
    this.converter = new BatchConverter(budget, other);
  }

  /**
   * Moves the partition behind what was fetched, as far as that can be read.
   *
   * @param memory holds what leaves
   * @return delivers it; empty when nothing was fetched
   */
  Optional<Runnable> take(
      SourcePartition partition, FetchResult.Partition fetched, FetchBuffer memory) {
    BatchConverter.Converted converted =
        converter.convert(fetched, memory, partition.offset(), partition.leaderEpoch());
    boolean moved = converted.nextOffset() > partition.offset();
    if (moved || converted.corrupt() == null) {
      partition.advance(converted.nextOffset(), converted.leaderEpoch());
    }
    priorities.fetched(partition, moved && converted.nextOffset() < fetched.endOffset());
    if (converted.corrupt() != null) {
      partition.retry(Trouble.atSource(partition.source(), converted.corrupt()), clock.getAsLong());
    }
    if (converted.unknownProducer() >= 0) {
      learn(partition, converted.unknownProducer());
    }
    return moved ? Optional.of(delivery(partition.progress(), converted)) : Optional.empty();
  }

  private Runnable delivery(PartitionProgress progress, BatchConverter.Converted converted) {
    long size = 0;
    for (OutgoingBatch batch : converted.batches()) {
      size += batch.size();
      progress.meter().fetched(batch.count(), batch.timestamp(), batch.lastTimestamp());
    }
    progress.hold(size);
    return () ->
        sink.deliver(
            progress, converted.batches(), converted.nextOffset(), converted.leaderEpoch());
  }

  /** Nothing more is fetched of it until it is known who wrote what comes next. */
  private void learn(SourcePartition partition, long producerId) {
    partition.learning(true);
    var _ =
        other
            .learn(producerId)
            .whenCompleteAsync((_, failure) -> learned(partition, failure), loop);
  }

  private void learned(SourcePartition partition, Throwable failure) {
    partition.learning(false);
    if (failure != null) {
      partition.retry(Trouble.withoutProducers(partition.source(), failure), clock.getAsLong());
    }
    agenda.add(partition);
  }

  @Override
  public void close() {
    converter.close();
  }
}
