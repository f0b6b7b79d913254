package dev.kafkamirror.replicator.mm2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;

/**
 * The bytes of MirrorMaker 2's checkpoints ({@code org.apache.kafka.connect.mirror.Checkpoint}):
 * key STRING group, STRING remote topic, INT32 partition; value INT16 version 0, INT64 source
 * offset, INT64 target offset, STRING metadata of the commit.
 *
 * <p>Null values must never be written: MirrorMaker 2's readers fail on them.
 */
public final class CheckpointFormat {
  private static final short VERSION = 0;

  private CheckpointFormat() {}

  public static byte[] key(String group, TopicPartition remote) {
    byte[] groupBytes = group.getBytes(StandardCharsets.UTF_8);
    byte[] topic = remote.topic().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + groupBytes.length + 2 + topic.length + 4)
        .putShort((short) groupBytes.length)
        .put(groupBytes)
        .putShort((short) topic.length)
        .put(topic)
        .putInt(remote.partition())
        .array();
  }

  /**
   * @param sourceOffset that the group has committed
   * @param targetOffset where it goes on at the target
   * @param metadata of its commit, empty for none
   */
  public static byte[] value(long sourceOffset, long targetOffset, String metadata) {
    byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + 8 + 8 + 2 + text.length)
        .putShort(VERSION)
        .putLong(sourceOffset)
        .putLong(targetOffset)
        .putShort((short) text.length)
        .put(text)
        .array();
  }
}
