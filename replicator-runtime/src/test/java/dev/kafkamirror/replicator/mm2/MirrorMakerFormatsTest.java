package dev.kafkamirror.replicator.mm2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.Checkpoint;
import org.apache.kafka.connect.mirror.OffsetSync;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MirrorMaker 2's own classes read what we write. */
class MirrorMakerFormatsTest {
  private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
    return new ConsumerRecord<>("internal", 0, 0, key, value);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void anOffsetSyncHasTheDocumentedBytes() {
    assertThat(hex(OffsetSyncFormat.key(new TopicPartition("t", 3)))).isEqualTo("00017400000003");
    assertThat(hex(OffsetSyncFormat.value(9, 6))).isEqualTo("00000000000000090000000000000006");
  }

  @Test
  void aCheckpointHasTheDocumentedBytes() {
    assertThat(hex(CheckpointFormat.key("g", new TopicPartition("A.t", 3))))
        .isEqualTo("0001670003412e7400000003");
    assertThat(hex(CheckpointFormat.value(10, 7, "")))
        .isEqualTo("0000000000000000000a00000000000000070000");
  }

  @ParameterizedTest
  @CsvSource({"orders, 0, 0, 0", "a.b-c_d, 31, 9000000000000, 8999999999999"})
  void mirrorMakerReadsAnOffsetSync(String topic, int partition, long source, long target) {
    TopicPartition of = new TopicPartition(topic, partition);

    OffsetSync read =
        OffsetSync.deserializeRecord(
            record(OffsetSyncFormat.key(of), OffsetSyncFormat.value(source, target)));

    assertThat(read).isEqualTo(new OffsetSync(of, source, target));
  }

  @ParameterizedTest
  @CsvSource({"g, '', 0, 0", "grüße, größer, 12, 9000000000000", "payments, '{\"a\":1}', 7, 3"})
  void mirrorMakerReadsACheckpoint(String group, String metadata, long source, long target) {
    TopicPartition remote = new TopicPartition("east.orders", 5);

    Checkpoint read =
        Checkpoint.deserializeRecord(
            record(
                CheckpointFormat.key(group, remote),
                CheckpointFormat.value(source, target, metadata)));

    assertThat(read).isEqualTo(new Checkpoint(group, remote, source, target, metadata));
  }
}
