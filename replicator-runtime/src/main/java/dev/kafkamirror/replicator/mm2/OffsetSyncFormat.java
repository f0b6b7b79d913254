package dev.kafkamirror.replicator.mm2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;

/**
 * The bytes of MirrorMaker 2's offset syncs ({@code org.apache.kafka.connect.mirror.OffsetSync}):
 * key STRING source topic, INT32 partition; value INT64 source offset, INT64 target offset, without
 * a version.
 */
public final class OffsetSyncFormat {
  private OffsetSyncFormat() {}

  public static byte[] key(TopicPartition source) {
    byte[] topic = source.topic().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + topic.length + 4)
        .putShort((short) topic.length)
        .put(topic)
        .putInt(source.partition())
        .array();
  }

  /** The source partition that a sync is of. */
  public static TopicPartition readKey(byte[] bytes) {
    ByteBuffer key = ByteBuffer.wrap(bytes);
    byte[] topic = new byte[key.getShort()];
    key.get(topic);
    return new TopicPartition(new String(topic, StandardCharsets.UTF_8), key.getInt());
  }

  public static OffsetSync readValue(byte[] bytes) {
    ByteBuffer value = ByteBuffer.wrap(bytes);
    return new OffsetSync(value.getLong(), value.getLong());
  }

  /** The record at this source offset is the one at this target offset. */
  public static byte[] value(long sourceOffset, long targetOffset) {
    return ByteBuffer.allocate(16).putLong(sourceOffset).putLong(targetOffset).array();
  }
}
