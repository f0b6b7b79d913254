package dev.kafkamirror.replicator.heartbeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The bytes of MirrorMaker 2's {@code heartbeats} topic ({@code
 * org.apache.kafka.connect.mirror.Heartbeat}): key STRING source alias, STRING target alias; value
 * INT16 version 0, INT64 timestamp in ms. A header besides, which MirrorMaker 2's readers pass
 * over, names the flow: several flows of one pair of clusters write the same key.
 */
final class HeartbeatFormat {
  private static final short VERSION = 0;
  private static final String FLOW = "kafkamirror.flow";

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

  /** Says in a record's headers which flow wrote it. */
  static void sign(Headers headers, String flow) {
    headers.add(FLOW, flow.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether the record is a heartbeat that this engine can read and that the flow itself wrote.
   *
   * @param expectedKey that of the flow's clusters
   */
  static boolean matches(
      byte[] key, byte[] value, Headers headers, byte[] expectedKey, String flow) {
    Header writer = headers.lastHeader(FLOW);
    return writer != null
        && Arrays.equals(writer.value(), flow.getBytes(StandardCharsets.UTF_8))
        && Arrays.equals(key, expectedKey)
        && value != null
        && value.length >= 10
        && ByteBuffer.wrap(value).getShort() == VERSION;
  }

  /** The time at which a heartbeat was written, ms. */
  static long timestamp(byte[] value) {
    return ByteBuffer.wrap(value).getLong(2);
  }
}
