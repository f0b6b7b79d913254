package dev.kafkamirror.replicator.batch;

import static org.apache.kafka.common.record.internal.ControlRecordType.ABORT;
import static org.apache.kafka.common.record.internal.ControlRecordType.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;

class AbortedRecordsTest {

  @Test
  void areThoseOfTheProducerUntilItsAbortMarker() {
    var aborted = new AbortedRecords(List.of(new AbortedTransaction(1, 10)));

    assertThat(contains(aborted, SomeBatches.transactional(1, 5, 5))).isFalse();
    assertThat(contains(aborted, SomeBatches.transactional(1, 10, 2))).isTrue();
    assertThat(contains(aborted, SomeBatches.transactional(2, 12, 2))).isFalse();
    assertThat(contains(aborted, SomeBatches.transactional(1, 14, 2))).isTrue();
    assertThat(contains(aborted, SomeBatches.marker(ABORT, 1, 16))).isFalse();
    assertThat(contains(aborted, SomeBatches.transactional(1, 17, 2))).isFalse();
  }

  @Test
  void endOnlyWithAnAbortMarker() {
    var aborted = new AbortedRecords(List.of(new AbortedTransaction(1, 10)));

    assertThat(contains(aborted, SomeBatches.transactional(1, 10, 2))).isTrue();
    assertThat(contains(aborted, SomeBatches.marker(COMMIT, 2, 12))).isFalse();
    assertThat(contains(aborted, SomeBatches.transactional(1, 13, 2))).isTrue();
  }

  @Test
  void mayBeOfSeveralTransactionsOfOneProducer() {
    var aborted =
        new AbortedRecords(List.of(new AbortedTransaction(1, 30), new AbortedTransaction(1, 10)));

    assertThat(contains(aborted, SomeBatches.transactional(1, 10, 2))).isTrue();
    assertThat(contains(aborted, SomeBatches.marker(ABORT, 1, 12))).isFalse();
    assertThat(contains(aborted, SomeBatches.transactional(1, 20, 2))).isFalse();
    assertThat(contains(aborted, SomeBatches.marker(COMMIT, 1, 22))).isFalse();
    assertThat(contains(aborted, SomeBatches.transactional(1, 30, 2))).isTrue();
  }

  @Test
  void areNeverThoseOfPlainProducers() {
    var aborted = new AbortedRecords(List.of(new AbortedTransaction(1, 0)));

    assertThat(contains(aborted, SomeBatches.batch(CompressionType.NONE, 0, 2))).isFalse();
  }

  private static boolean contains(AbortedRecords aborted, ByteBuffer batch) {
    return aborted.contains(BatchHeader.read(batch).orElseThrow(), batch);
  }
}
