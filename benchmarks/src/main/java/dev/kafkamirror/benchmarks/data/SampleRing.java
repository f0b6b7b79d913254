package dev.kafkamirror.benchmarks.data;

import java.util.List;
import java.util.stream.Stream;

/**
 * Some thousand values that are sent round and round: making them must not slow a producer down.
 */
final class SampleRing {
  private static final int SIZE = 20_000;

  private final List<byte[]> values;
  private int next;

  SampleRing(int recordBytes) {
    SampleRecords records = new SampleRecords(recordBytes, 1);
    this.values = Stream.generate(records::value).limit(SIZE).toList();
  }

  byte[] next() {
    next = (next + 1) % SIZE;
    return values.get(next);
  }
}
