package dev.kafkamirror.replicator.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.replicator.batch.SomeBatches;
import java.nio.ByteBuffer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.Test;

/** Why batches of some kinds are re-encoded. */
class BrokersRefuseTest {

  @Test
  void holesThatTheCleanerLeft() {
    ByteBuffer compacted = SomeBatches.compacted(CompressionType.NONE, 9, 1, 4, 8);

    assertThatThrownBy(() -> TargetBroker.append(compacted))
        .isInstanceOf(InvalidRecordException.class);
  }
}
