package dev.kafkamirror.replicator.heartbeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of MirrorMaker 2's {@code heartbeats} topic ({@code
 * org.apache.kafka.connect.mirror.Heartbeat}): key STRING source alias, STRING target alias; value
 * INT16 version 0, INT64 timestamp in ms.
 */
final class HeartbeatFormat {
  private static final short VERSION = 0;

  private HeartbeatFormat() {}

  static byte[] key(String sourceAlias, String targetAlias) {
    byte[] source = sourceAlias.getBytes(StandardCharsets.UTF_8);
    byte[] target = targetAlias.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + source.length + 2 + target.length)
        .putShort((short) source.length)
        .put(source)
        .putShort((short) target.length)
        .put(target)
        .array();
  }

  static byte[] value(long timestamp) {
    return ByteBuffer.allocate(10).putShort(VERSION).putLong(timestamp).array();
  }

  /** Whether the record is a heartbeat of this flow that this engine can read. */
  static boolean matches(byte[] key, byte[] value, byte[] expectedKey) {
    return Arrays.equals(key, expectedKey)
        && value != null
        && value.length >= 10
        && ByteBuffer.wrap(value).getShort() == VERSION;
  }

  /** The time at which a heartbeat was written, ms. */
  static long timestamp(byte[] value) {
    return ByteBuffer.wrap(value).getLong(2);
  }
}
