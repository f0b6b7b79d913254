package dev.kafkamirror.replicator.position;

import dev.kafkamirror.replicator.position.RecordKey.Kind;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What the records of the positions topic say, read in their order. One thread reads, any may ask.
 */
final class PositionView {

  /**
   * @param position null when there is none
   * @param index bytes of the latest index record that counts, null when there is none
   * @param indexEnd the last range of it
   * @param positionOverwritten whether a record that does not count follows the position
   * @param indexOverwritten whether one that does not count follows the index
   */
  private record Entry(
      PositionRecord position,
      ByteBuffer index,
      OffsetRange indexEnd,
      boolean positionOverwritten,
      boolean indexOverwritten) {
    static final Entry EMPTY = new Entry(null, null, null, false, false);
  }

  private final Map<TopicPartition, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, Term> terms = new ConcurrentHashMap<>();
  private volatile PromotionRequest promotion;

  /**
   * Takes up the next record.
   *
   * @param value null for a tombstone: that of a position makes its index be forgotten as well
   * @return the source partition that it speaks of; one without a number where it is about a topic
   */
  TopicPartition read(byte[] key, byte[] value) {
    RecordKey of = PositionFormat.readKey(key);
    switch (of.kind()) {
      case TERM -> readTerm(of.source().topic(), value);
      case PROMOTION -> promotion = value == null ? null : PositionFormat.readPromotion(value);
      case POSITION, INDEX -> readEntry(of, value);
    }
    return of.source();
  }

  private void readTerm(String topic, byte[] value) {
    if (value == null) {
      terms.remove(topic);
    } else {
      terms.put(topic, PositionFormat.readTerm(value));
    }
  }

  private void readEntry(RecordKey of, byte[] value) {
    Entry before = entries.getOrDefault(of.source(), Entry.EMPTY);
    Entry now = of.kind() == Kind.POSITION ? position(before, of, value) : index(before, value);
    if (now.position() == null && now.index() == null) {
      entries.remove(of.source());
    } else {
      entries.put(of.source(), now);
    }
  }

  private static Entry position(Entry before, RecordKey key, byte[] value) {
    PositionRecord old = before.position();
    if (value == null) {
      // A tombstone of an earlier version's key leaves alone what was written since.
      boolean current = key.version() > 0 || old == null || ofVersion0(old);
      return current ? Entry.EMPTY : before;
    }
    PositionRecord next = PositionFormat.readValue(value);
    boolean counts = old == null || next.stored().ownership().countsAfter(old.stored().ownership());
    // Records of version 0 have a key of their own: they cannot stand in a later one's place.
    boolean overwritten = !counts && key.version() > 0;
    return new Entry(
        counts ? next : old,
        before.index(),
        before.indexEnd(),
        counts ? false : before.positionOverwritten() || overwritten,
        before.indexOverwritten());
  }

  private static boolean ofVersion0(PositionRecord record) {
    return record.stored().ownership().epoch() == Ownership.NO_EPOCH;
  }

  private static Entry index(Entry before, byte[] value) {
    if (value == null) {
      return new Entry(before.position(), null, null, before.positionOverwritten(), false);
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    IndexRecord next = PositionFormat.readIndex(bytes);
    boolean counts =
        before.index() == null || next.epoch() >= PositionFormat.readIndex(before.index()).epoch();
    OffsetRanges ranges = next.ranges();
    OffsetRange end = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
    return new Entry(
        before.position(),
        counts ? bytes : before.index(),
        counts ? end : before.indexEnd(),
        before.positionOverwritten(),
        !counts);
  }

  /** The latest position that counts, with all ranges. */
  Optional<StoredPosition> latest(TopicPartition source) {
    Entry entry = entries.getOrDefault(source, Entry.EMPTY);
    return Optional.ofNullable(entry.position())
        .map(p -> p.whole(Optional.ofNullable(entry.index()).map(PositionFormat::readIndex)));
  }

  /** Source topics that somebody copies, or has copied. */
  Set<String> topics() {
    return owners().keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  /** Partitions that somebody copies, or has copied, and who that is. */
  Map<TopicPartition, Ownership> owners() {
    Map<TopicPartition, Ownership> owners = new HashMap<>();
    entries.forEach(
        (source, entry) -> {
          PositionRecord position = entry.position();
          if (position != null && !position.stored().ownership().isNobody()) {
            owners.put(source, position.stored().ownership());
          }
        });
    return owners;
  }

  /** Whose turn it is to copy each topic. */
  Terms terms() {
    return new Terms(terms);
  }

  /** The request to end copying that was carried out last. */
  Optional<PromotionRequest> promotion() {
    return Optional.ofNullable(promotion);
  }

  /** Who owns a partition, as {@link #latest} says. */
  Optional<Ownership> owner(TopicPartition source) {
    return Optional.ofNullable(entries.getOrDefault(source, Entry.EMPTY).position())
        .map(p -> p.stored().ownership());
  }

  /** Whether a record that does not count is the last one of its key: compaction would keep it. */
  boolean overwritten(TopicPartition source) {
    return entries.getOrDefault(source, Entry.EMPTY).positionOverwritten();
  }

  /** The last range of the index record; empty where it has to be written again. */
  Optional<OffsetRange> indexed(TopicPartition source) {
    Entry entry = entries.getOrDefault(source, Entry.EMPTY);
    return entry.indexOverwritten() ? Optional.empty() : Optional.ofNullable(entry.indexEnd());
  }
}
