package dev.kafkamirror.benchmarks.data;

import dev.kafkamirror.replicator.batch.BatchHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Some different batches of one shape, to be sent round and round. */
public record ReadyBatches(List<ReadyBatch> list) {

  public ReadyBatches {
    list = List.copyOf(list);
    if (list.isEmpty()) {
      throw new IllegalArgumentException("no batches");
    }
  }

  /** Batches that lie one after another; what is cut off at the end is left out. */
  static ReadyBatches of(ByteBuffer batches) {
    List<ReadyBatch> list = new ArrayList<>();
    ByteBuffer rest = batches.duplicate();
    for (Optional<BatchHeader> next = BatchHeader.read(rest);
        next.isPresent();
        next = BatchHeader.read(rest)) {
      list.add(ReadyBatch.copyOf(rest, next.get()));
      rest.position(rest.position() + next.get().sizeInBytes());
    }
    return new ReadyBatches(list);
  }

  /** What {@link #writeTo} wrote. */
  public static ReadyBatches readFrom(Path file) {
    try {
      return of(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the ready batches", e);
    }
  }

  /** For another process. */
  public void writeTo(Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (ReadyBatch batch : list) {
        out.write(batch.bytes().array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the ready batches", e);
    }
  }

  /** The batch that is sent as a partition's n-th. */
  ReadyBatch at(long number) {
    return list.get((int) (number % list.size()));
  }

  int largest() {
    return list.stream().mapToInt(b -> b.bytes().limit()).max().orElseThrow();
  }

  public double recordsPerBatch() {
    return list.stream().mapToInt(ReadyBatch::records).average().orElseThrow();
  }

  /** Bytes on the wire of a batch, on average. */
  public double bytesPerBatch() {
    return list.stream().mapToInt(b -> b.bytes().limit()).average().orElseThrow();
  }
}
