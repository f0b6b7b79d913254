package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.position.RecordKey.Kind;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The bytes of the positions topic: Kafka protocol types, big-endian, as in MirrorMaker 2's
 * internal topics. Layout and test vectors are in {@code docs/reference/internal-topics.md}. Writes
 * version 1, reads that and version 0.
 */
final class PositionFormat {
  private static final short VERSION = 1;
  private static final short WITHOUT_INDEX = 0;
  private static final int ABSENT = -1;
  private static final int SETTLED = 1;
  private static final int FOREIGN_RECORDS = 2;

  private PositionFormat() {}

  /** Version, kind, source topic, partition. */
  static byte[] key(Kind kind, TopicPartition source) {
    byte[] topic = source.topic().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + 1 + 2 + topic.length + 4)
        .putShort(VERSION)
        .put(kind.code())
        .putShort(length(topic))
        .put(topic)
        .putInt(source.partition())
        .array();
  }

  /**
   * @throws UnsupportedVersionException when a newer engine wrote it
   */
  static RecordKey readKey(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    short version = checkedVersion(buffer, "key");
    Kind kind = version == WITHOUT_INDEX ? Kind.POSITION : Kind.of(buffer.get());
    return new RecordKey(kind, new TopicPartition(getString(buffer), buffer.getInt()), version);
  }

  static byte[] value(PositionRecord record) {
    StoredPosition stored = record.stored();
    Position position = stored.position();
    Ownership ownership = stored.ownership();
    byte[] cluster = utf8(stored.topics().targetCluster());
    byte[] owner = utf8(ownership.owner());
    byte[] writer = utf8(ownership.writer());
    ByteBuffer fields =
        ByteBuffer.allocate(
            2
                + 8
                + 8
                + 4
                + 16
                + 16
                + 3 * 2
                + length(cluster)
                + length(owner)
                + length(writer)
                + 4
                + 4
                + 1
                + 8);
    fields
        .putShort(VERSION)
        .putLong(position.sourceOffset())
        .putLong(position.targetOffset())
        .putInt(position.leaderEpoch());
    putUuid(fields, stored.topics().sourceId());
    putUuid(fields, stored.topics().remoteId());
    putString(fields, cluster);
    putString(fields, owner);
    putString(fields, writer);
    fields
        .putInt(ownership.epoch())
        .putInt(ownership.releasedIn())
        .put(flags(stored))
        .putLong(record.indexEnd());
    ByteArrayOutputStream out = new ByteArrayOutputStream(fields.capacity() + 16);
    out.writeBytes(fields.array());
    if (!stored.copied().foreign().isEmpty()) {
      writeForeign(stored.copied().foreign(), out);
    }
    RangeFormat.write(stored.copied().ranges(), out);
    LossFormat.write(stored.copied().losses(), out);
    return out.toByteArray();
  }

  /**
   * @throws UnsupportedVersionException when a newer engine wrote it
   */
  static PositionRecord readValue(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    short version = checkedVersion(buffer, "value");
    Position position = new Position(buffer.getLong(), buffer.getLong(), buffer.getInt());
    Uuid sourceId = getUuid(buffer);
    Uuid remoteId = getUuid(buffer);
    if (version == WITHOUT_INDEX) {
      Ownership ownership =
          new Ownership(getString(buffer), null, Ownership.NO_EPOCH, buffer.getInt(), false);
      return new PositionRecord(
          new StoredPosition(
              Copied.upTo(position), new TopicPair(sourceId, remoteId, null), ownership),
          PositionRecord.WITHOUT_INDEX);
    }
    TopicPair topics = new TopicPair(sourceId, remoteId, getString(buffer));
    String owner = getString(buffer);
    String writer = getString(buffer);
    int epoch = buffer.getInt();
    int releasedIn = buffer.getInt();
    byte flags = buffer.get();
    Ownership ownership = new Ownership(owner, writer, epoch, releasedIn, (flags & SETTLED) != 0);
    long indexEnd = buffer.getLong();
    ForeignRecords foreign =
        (flags & FOREIGN_RECORDS) == 0 ? ForeignRecords.NONE : readForeign(buffer);
    Copied copied =
        new Copied(position, RangeFormat.read(buffer), LossFormat.read(buffer), foreign);
    return new PositionRecord(new StoredPosition(copied, topics, ownership), indexEnd);
  }

  private static byte flags(StoredPosition stored) {
    int settled = stored.ownership().settled() ? SETTLED : 0;
    return (byte) (stored.copied().foreign().isEmpty() ? settled : settled | FOREIGN_RECORDS);
  }

  private static void writeForeign(ForeignRecords foreign, ByteArrayOutputStream out) {
    RangeFormat.writeVarint(foreign.records(), out);
    RangeFormat.writeVarint(foreign.fromOffset(), out);
    RangeFormat.writeVarint(foreign.toOffset() - foreign.fromOffset(), out);
    RangeFormat.writeVarint(foreign.timeMs(), out);
  }

  private static ForeignRecords readForeign(ByteBuffer bytes) {
    long records = RangeFormat.readVarint(bytes);
    long from = RangeFormat.readVarint(bytes);
    long to = from + RangeFormat.readVarint(bytes);
    return new ForeignRecords(records, from, to, RangeFormat.readVarint(bytes));
  }

  static byte[] index(IndexRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(2 + 4).putShort(VERSION).putInt(record.epoch()).array());
    RangeFormat.write(record.ranges(), out);
    return out.toByteArray();
  }

  /**
   * @throws UnsupportedVersionException when a newer engine wrote it
   */
  static IndexRecord readIndex(ByteBuffer bytes) {
    ByteBuffer buffer = bytes.duplicate();
    checkedVersion(buffer, "index");
    return new IndexRecord(buffer.getInt(), RangeFormat.read(buffer));
  }

  /** Version, number, whether promoted. */
  static byte[] term(Term term) {
    return ByteBuffer.allocate(2 + 4 + 1)
        .putShort(VERSION)
        .putInt(term.number())
        .put((byte) (term.promoted() ? 1 : 0))
        .array();
  }

  /**
   * @throws UnsupportedVersionException when a newer engine wrote it
   */
  static Term readTerm(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    checkedVersion(buffer, "term");
    return new Term(buffer.getInt(), buffer.get() != 0);
  }

  /** Version, id, time of completion in ms, message. */
  static byte[] promotion(PromotionRequest request) {
    byte[] id = utf8(request.id());
    byte[] message = utf8(request.message());
    ByteBuffer buffer = ByteBuffer.allocate(2 + 2 + id.length + 8 + 2 + length(message));
    buffer.putShort(VERSION);
    putString(buffer, id);
    buffer.putLong(request.completedMs());
    putString(buffer, message);
    return buffer.array();
  }

  /**
   * @throws UnsupportedVersionException when a newer engine wrote it
   */
  static PromotionRequest readPromotion(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    checkedVersion(buffer, "promotion");
    return new PromotionRequest(getString(buffer), buffer.getLong(), getString(buffer));
  }

  private static short checkedVersion(ByteBuffer buffer, String part) {
    short version = buffer.getShort();
    if (version < 0 || version > VERSION) {
      throw new UnsupportedVersionException(
          "The %s of a position has version %d, this engine reads up to %d. Run the engine's newer version, which wrote it."
              .formatted(part, version, VERSION));
    }
    return version;
  }

  private static byte[] utf8(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static short length(byte[] utf8) {
    if (utf8 == null) {
      return 0;
    }
    if (utf8.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A string of a position has " + utf8.length + " bytes, " + Short.MAX_VALUE + " fit");
    }
    return (short) utf8.length;
  }

  private static void putString(ByteBuffer buffer, byte[] utf8) {
    if (utf8 == null) {
      buffer.putShort((short) ABSENT);
    } else {
      buffer.putShort(length(utf8)).put(utf8);
    }
  }

  /** The same few strings come again in every record, so they are kept once. */
  private static String getString(ByteBuffer buffer) {
    short length = buffer.getShort();
    if (length == ABSENT) {
      return null;
    }
    byte[] utf8 = new byte[length];
    buffer.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8).intern();
  }

  private static void putUuid(ByteBuffer buffer, Uuid id) {
    buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static Uuid getUuid(ByteBuffer buffer) {
    return new Uuid(buffer.getLong(), buffer.getLong());
  }
}
