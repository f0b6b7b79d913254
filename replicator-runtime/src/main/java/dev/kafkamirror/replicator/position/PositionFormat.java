package dev.kafkamirror.replicator.position;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The bytes of the positions topic: Kafka protocol types, big-endian, as in MirrorMaker 2's
 * internal topics. Layout and test vectors are in {@code docs/reference/internal-topics.md}.
 */
public final class PositionFormat {
  private static final short VERSION = 0;

  private PositionFormat() {}

  /** Version, source topic, partition. */
  public static byte[] key(TopicPartition source) {
    byte[] topic = source.topic().getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(2 + 2 + topic.length + 4).putShort(VERSION);
    putString(buffer, topic);
    return buffer.putInt(source.partition()).array();
  }

  /**
   * @throws UnsupportedVersionException when a newer engine wrote it
   */
  public static TopicPartition readKey(byte[] bytes) {
    ByteBuffer buffer = checked(bytes, "key");
    return new TopicPartition(getString(buffer), buffer.getInt());
  }

  /** Version and the fields of a position. */
  public static byte[] value(StoredPosition stored) {
    byte[] owner = stored.owner().getBytes(StandardCharsets.UTF_8);
    Position position = stored.position();
    ByteBuffer buffer =
        ByteBuffer.allocate(2 + 8 + 8 + 4 + 16 + 16 + 2 + owner.length + 4)
            .putShort(VERSION)
            .putLong(position.sourceOffset())
            .putLong(position.targetOffset())
            .putInt(position.leaderEpoch());
    putUuid(buffer, stored.sourceTopicId());
    putUuid(buffer, stored.remoteTopicId());
    putString(buffer, owner);
    return buffer.putInt(stored.releasedIn()).array();
  }

  /**
   * @throws UnsupportedVersionException when a newer engine wrote it
   */
  public static StoredPosition readValue(byte[] bytes) {
    ByteBuffer buffer = checked(bytes, "value");
    Position position = new Position(buffer.getLong(), buffer.getLong(), buffer.getInt());
    return new StoredPosition(
        Copied.upTo(position),
        getUuid(buffer),
        getUuid(buffer),
        getString(buffer),
        buffer.getInt());
  }

  private static ByteBuffer checked(byte[] bytes, String part) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    short version = buffer.getShort();
    if (version != VERSION) {
      throw new UnsupportedVersionException(
          "The "
              + part
              + " of a position has version "
              + version
              + ", this engine reads "
              + VERSION
              + ". Run the engine's newer version, which wrote it.");
    }
    return buffer;
  }

  private static void putString(ByteBuffer buffer, byte[] utf8) {
    if (utf8.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A string of a position has " + utf8.length + " bytes, " + Short.MAX_VALUE + " fit");
    }
    buffer.putShort((short) utf8.length).put(utf8);
  }

  private static String getString(ByteBuffer buffer) {
    byte[] utf8 = new byte[buffer.getShort()];
    buffer.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static void putUuid(ByteBuffer buffer, Uuid id) {
    buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static Uuid getUuid(ByteBuffer buffer) {
    return new Uuid(buffer.getLong(), buffer.getLong());
  }
}
