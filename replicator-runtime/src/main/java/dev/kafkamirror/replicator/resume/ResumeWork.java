package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.twoway.SpansAhead;
import dev.kafkamirror.replicator.wire.BatchScan.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * One partition whose point to go on from is looked for. Takes the target's tail in parts of a
 * limited size, to each of them the source's records, and compares. For one thread.
 */
final class ResumeWork {
  private final LostPartition lost;
  private final LogBounds sourceBounds;
  private final LogBounds targetBounds;
  private final boolean skips;
  private final int mostAtOnce;
  private final CompletableFuture<ResumePoint> result;
  private final RecordHash hash;
  private final HashedRecords source = new HashedRecords();
  private final HashedRecords tail = new HashedRecords();
  private final List<OffsetRange> ranges = new ArrayList<>();

  /** Leader epochs of the source by the first offset that was seen with them. */
  private final TreeMap<Long, Integer> epochs = new TreeMap<>();

  private LongPredicate ofSource = _ -> true;
  private LongPredicate ofTail = _ -> true;
  private long sourceStart;
  private long targetStart;
  private long sourceAt;
  private long tailAt;
  private boolean tailCut;
  private TimestampType times;
  private long tailCount;
  private long gone;
  private long foreign;
  private long notCopied;

  /**
   * @param skips whether the target may lack records that were skipped
   * @param mostAtOnce records of the tail that are in memory at once; each takes some 60 bytes with
   *     the source's
   */
  ResumeWork(
      LostPartition lost,
      LogBounds source,
      LogBounds target,
      boolean skips,
      int mostAtOnce,
      RecordHash hash,
      CompletableFuture<ResumePoint> result) {
    this.lost = lost;
    this.sourceBounds = source;
    this.targetBounds = target;
    this.skips = skips;
    this.mostAtOnce = mostAtOnce;
    this.hash = hash;
    this.result = result;
    Position stored = lost.stored();
    long from = stored.sourceOffset() < 0 ? source.start() : stored.sourceOffset();
    long to = stored.targetOffset() < 0 ? target.start() : stored.targetOffset();
    begin(from, to);
  }

  private void begin(long sourceOffset, long targetOffset) {
    sourceStart = sourceOffset;
    targetStart = targetOffset;
    sourceAt = Math.max(sourceOffset, sourceBounds.start());
    tailAt = Math.max(targetOffset, targetBounds.start());
    tailCut = false;
    times = null;
    source.clear();
    tail.clear();
  }

  /**
   * Compares only records of these offsets; the others are nothing that the lost owner copied.
   *
   * @param source which offsets of the source count
   * @param tail which offsets of the target count
   */
  void only(LongPredicate source, LongPredicate tail) {
    ofSource = source;
    ofTail = tail;
  }

  /** What is to be read of the target. */
  Stretch tailStretch() {
    return new Stretch(target(), tailAt, targetBounds.end());
  }

  /** What will probably have to be read of the source. */
  Stretch sourceStretch() {
    long to = sourceAt + (targetBounds.end() - tailAt) + SpansAhead.AT_ONCE;
    return new Stretch(source(), sourceAt, Math.min(sourceBounds.end(), to));
  }

  long sourceEnd() {
    return sourceBounds.end();
  }

  TopicPartition source() {
    return lost.source();
  }

  TopicPartition target() {
    return lost.target();
  }

  CompletableFuture<ResumePoint> result() {
    return result;
  }

  /** Answers where there is nothing to read. */
  void settleWithoutReading() {
    if (isTargetTruncated() || isSourceTruncated() || tailAt >= targetBounds.end()) {
      complete(lost.stored().sourceOffset());
    }
  }

  private boolean isTargetTruncated() {
    return targetBounds.end() < targetStart;
  }

  private boolean isSourceTruncated() {
    return sourceBounds.end() < sourceStart;
  }

  /** So many records of the tail will be in memory at most. */
  long recordsAtOnce() {
    return Math.min(targetBounds.end() - tailAt, mostAtOnce);
  }

  /** Whether this part of the tail is read. */
  boolean hasTail() {
    return tailCut || tailAt >= targetBounds.end();
  }

  /** Next offset of the target to read. */
  long tailAt() {
    return tailAt;
  }

  void tail(ConsumerRecord<byte[], byte[]> record) {
    if (hasTail()) {
      return;
    }
    if (!ofTail.test(record.offset())) {
      tailAt = record.offset() + 1;
      return;
    }
    boolean other = times != null && times != record.timestampType();
    if (other || tail.size() == mostAtOnce) {
      tailCut = true;
      return;
    }
    times = record.timestampType();
    tail.add(record.offset(), hash.of(record, times != TimestampType.LOG_APPEND_TIME));
    tailAt = record.offset() + 1;
    tailCount++;
  }

  /** The consumer of the target is here: what is before without a record is a marker or gone. */
  void tailReadTo(long offset) {
    if (!tailCut) {
      tailAt = Math.max(tailAt, offset);
    }
  }

  /** Whether so much of the source is read that it can be compared. */
  boolean hasSource() {
    long enough = tailAt - targetStart + 1 + (skips ? TailMatcher.MOST_SKIPPED : 0);
    return sourceAt >= sourceBounds.end() || source.size() >= enough;
  }

  /** Next offset of the source to read. */
  long sourceAt() {
    return sourceAt;
  }

  void source(ConsumerRecord<byte[], byte[]> record) {
    if (hasSource()) {
      return;
    }
    if (!ofSource.test(record.offset())) {
      sourceAt = record.offset() + 1;
      return;
    }
    source.add(record.offset(), hash.of(record, times != TimestampType.LOG_APPEND_TIME));
    sourceAt = record.offset() + 1;
    record.leaderEpoch().ifPresent(epoch -> learn(record.offset(), epoch));
  }

  private void learn(long offset, int epoch) {
    if (epochs.isEmpty() || epochs.lastEntry().getValue() != epoch) {
      epochs.put(offset, epoch);
    }
  }

  void sourceReadTo(long offset) {
    if (!hasSource()) {
      sourceAt = Math.max(sourceAt, offset);
    }
  }

  /** Compares what was read. Afterwards the answer is there, or a further part is to be read. */
  void compare() {
    boolean last = tailAt >= targetBounds.end();
    Optional<TailMatch> match =
        TailMatcher.match(
            new TailMatcher.Stretch(sourceStart, source, sourceAt, targetStart, tail, tailAt, last),
            skips);
    if (match.isEmpty()) {
      result.completeExceptionally(
          new IllegalStateException(
              "%s holds %d records from offset %d on of which the source has none from offset %d on: somebody else writes to it, or the stored position is not of these topics. Stop the other writer and set the position by hand"
                  .formatted(target(), tail.size(), targetStart, sourceStart)));
      return;
    }
    TailMatch found = match.get();
    ranges.addAll(found.ranges());
    gone += found.gone();
    foreign += found.foreign();
    notCopied += found.notCopied();
    if (found.complete()) {
      complete(found.sourceOffset());
    } else {
      OffsetRange proven = found.ranges().getLast();
      long unread = tailCountBehind(proven.targetEnd());
      tailCount -= unread;
      begin(proven.sourceEnd(), proven.targetEnd());
    }
  }

  private long tailCountBehind(long offset) {
    long count = 0;
    for (int i = tail.size() - 1; i >= 0 && tail.offset(i) >= offset; i--) {
      count++;
    }
    return count;
  }

  private void complete(long sourceOffset) {
    var epoch = ranges.isEmpty() ? null : epochs.floorEntry(ranges.getLast().sourceEnd() - 1);
    result.complete(
        new ResumePoint(
            new Position(
                sourceOffset,
                targetBounds.end(),
                epoch == null ? lost.stored().leaderEpoch() : epoch.getValue()),
            List.copyOf(ranges),
            targetBounds,
            sourceBounds,
            tailCount,
            gone,
            foreign,
            notCopied,
            isTargetTruncated(),
            isSourceTruncated()));
    source.clear();
    tail.clear();
  }
}
