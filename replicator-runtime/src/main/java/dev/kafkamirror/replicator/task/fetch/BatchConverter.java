package dev.kafkamirror.replicator.task.fetch;

import dev.kafkamirror.replicator.batch.AbortedRecords;
import dev.kafkamirror.replicator.batch.BatchChecksum;
import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.CorruptBatchException;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.Treatment;
import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.task.memory.FetchBuffer;
import dev.kafkamirror.replicator.task.memory.MemoryBudget;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.wire.FetchResult;
import dev.kafkamirror.replicator.wire.Reencoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes what was fetched of a partition ready for the target, batch by batch. */
final class BatchConverter implements AutoCloseable {
  private static final long NONE = -1;

  private final MemoryBudget budget;
  private final OtherDirection other;
  private final Reencoder reencoder = new Reencoder();

  BatchConverter(MemoryBudget budget, OtherDirection other) {
    this.budget = budget;
    this.other = other;
  }

  /**
   * What became of the fetched records.
   *
   * @param batches what to send, in order
   * @param nextOffset where to fetch next
   * @param leaderEpoch epoch of the last batch, -1 unknown
   * @param corrupt why it ends here, null when it does not
   * @param unknownProducer of the batch before which it ends, as it is not known whether it is to
   *     be left out; -1 when it does not
   */
  record Converted(
      List<OutgoingBatch> batches,
      long nextOffset,
      int leaderEpoch,
      CorruptBatchException corrupt,
      long unknownProducer) {}

  /**
   * Converts.
   *
   * @param memory what the fetched records lie in
   * @param position first offset that is wanted
   * @param leaderEpoch epoch of the batch before, -1 unknown
   */
  Converted convert(
      FetchResult.Partition fetched, FetchBuffer memory, long position, int leaderEpoch) {
    List<OutgoingBatch> batches = new ArrayList<>();
    AbortedRecords aborted = new AbortedRecords(fetched.aborted());
    ByteBuffer records = fetched.records();
    long next = position;
    int epoch = leaderEpoch;
    try {
      Optional<BatchHeader> read = BatchHeader.read(records);
      if (read.isEmpty() && records.hasRemaining()) {
        // Brokers cut the last batch of a response, never the first one of a partition.
        throw new CorruptBatchException(
            "the batch at offset %d has more bytes, by its size field, than the %d that came"
                .formatted(position, records.remaining()));
      }
      while (read.isPresent()) {
        BatchHeader header = read.get();
        Optional<Boolean> returns = other.isMirrored(header.producerId());
        if (returns.isEmpty()) {
          return new Converted(batches, next, epoch, null, header.producerId());
        }
        ByteBuffer bytes = records.slice(records.position(), header.sizeInBytes());
        if (!header.isLegacy()) {
          BatchChecksum.verify(bytes);
        }
        boolean left = aborted.contains(header, bytes) || returns.get();
        Treatment treatment = Treatment.of(header, next, left);
        outgoing(treatment, header, bytes, memory, next).ifPresent(batches::add);
        next = Math.max(next, header.nextOffset());
        epoch = header.leaderEpoch();
        if (!batches.isEmpty()) {
          batches.getLast().extendTo(next);
        }
        records.position(records.position() + header.sizeInBytes());
        read = BatchHeader.read(records);
      }
      return new Converted(batches, next, epoch, null, NONE);
    } catch (CorruptBatchException e) {
      return new Converted(batches, next, epoch, e, NONE);
    }
  }

  private Optional<OutgoingBatch> outgoing(
      Treatment treatment,
      BatchHeader header,
      ByteBuffer bytes,
      FetchBuffer memory,
      long position) {
    return switch (treatment) {
      case DROP -> Optional.empty();
      case COPY ->
          Optional.of(
              new OutgoingBatch(
                  bytes,
                  memory,
                  List.of(new OffsetRun(header.baseOffset(), header.count())),
                  header.nextOffset(),
                  header.leaderEpoch(),
                  header.earliestKnownTimestamp()));
      case REENCODE ->
          reencoder
              .reencode(bytes, offset -> offset >= position)
              .map(encoded -> outgoing(encoded, header));
    };
  }

  private OutgoingBatch outgoing(Reencoder.Encoded encoded, BatchHeader header) {
    FetchBuffer own = new FetchBuffer(budget, encoded.batch().remaining());
    OutgoingBatch batch =
        new OutgoingBatch(
            encoded.batch(),
            own,
            encoded.runs(),
            header.nextOffset(),
            header.leaderEpoch(),
            encoded.maxTimestamp());
    own.seal();
    return batch;
  }

  @Override
  public void close() {
    reencoder.close();
  }
}
