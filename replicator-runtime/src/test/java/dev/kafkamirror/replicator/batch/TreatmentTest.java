package dev.kafkamirror.replicator.batch;

import static dev.kafkamirror.replicator.batch.Treatment.COPY;
import static dev.kafkamirror.replicator.batch.Treatment.DROP;
import static dev.kafkamirror.replicator.batch.Treatment.REENCODE;
import static org.apache.kafka.common.record.internal.CompressionType.NONE;
import static org.apache.kafka.common.record.internal.CompressionType.ZSTD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TreatmentTest {

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments("dense", SomeBatches.batch(ZSTD, 10, 5), 10, false, COPY),
        arguments("after the position", SomeBatches.batch(ZSTD, 10, 5), 3, false, COPY),
        arguments("committed", SomeBatches.transactional(1, 10, 5), 10, false, COPY),
        arguments("aborted", SomeBatches.transactional(1, 10, 5), 10, true, DROP),
        arguments("marker", SomeBatches.marker(ControlRecordType.ABORT, 1, 10), 10, false, DROP),
        arguments("before the position", SomeBatches.batch(NONE, 10, 5), 15, false, DROP),
        arguments("begins before it", SomeBatches.batch(NONE, 10, 5), 14, false, REENCODE),
        arguments("holes inside", SomeBatches.compacted(NONE, 4, 0, 1, 4), 0, false, REENCODE),
        arguments("holes at the end", SomeBatches.compacted(NONE, 4, 0, 1), 0, false, REENCODE),
        arguments("emptied by the cleaner", emptied(), 0, false, DROP),
        arguments("append time", SomeBatches.logAppendTime(NONE, 10, 5), 10, false, REENCODE),
        arguments("format 0", SomeBatches.legacy((byte) 0, NONE, 10, 1), 10, false, REENCODE),
        arguments("format 1", SomeBatches.legacy((byte) 1, NONE, 10, 1), 10, false, REENCODE));
  }

  @ParameterizedTest(name = "{0}: {4}")
  @MethodSource("cases")
  void choosesTheWay(
      String name, ByteBuffer batch, long position, boolean aborted, Treatment expected) {
    BatchHeader header = BatchHeader.read(batch).orElseThrow();

    assertThat(Treatment.of(header, position, aborted)).as(name).isEqualTo(expected);
  }

  private static ByteBuffer emptied() {
    ByteBuffer batch = SomeBatches.batch(NONE, 0, 3);
    batch.putInt(BatchHeader.COUNT, 0);
    return batch;
  }
}
