package dev.kafkamirror.replicator.task.memory;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.errors.ApiException;

/**
 * One batch on its way to the target: from the fetch until it is acknowledged or given up. It may
 * be several that are still being put together; these hold their memory until it has its own.
 */
public final class OutgoingBatch {
  private final List<OffsetRun> runs;
  private final int count;
  private final int leaderEpoch;
  private final long timestamp;
  private List<OutgoingBatch> parts = List.of();
  private ByteBuffer bytes;
  private int size;
  private FetchBuffer memory;
  private long nextOffset;
  private ProducerIdentity identity;
  private int sequence;
  private boolean discarded;
  private boolean inFlight;
  private boolean inDoubt;
  private int attempts;
  private ApiException error;
  private List<Integer> refusedRecords = List.of();

  /**
   * @param bytes one whole batch of format 2, between position and limit
   * @param memory what these bytes lie in
   * @param runs the source offsets of its records
   * @param nextOffset source offset after it
   * @param leaderEpoch source leader epoch, -1 unknown
   * @param timestamp that of its first record if known, else its largest, -1 none
   */
  public OutgoingBatch(
      ByteBuffer bytes,
      FetchBuffer memory,
      List<OffsetRun> runs,
      long nextOffset,
      int leaderEpoch,
      long timestamp) {
    this(runs, nextOffset, leaderEpoch, timestamp);
    this.bytes = bytes;
    this.size = bytes.remaining();
    this.memory = memory;
    memory.add(this);
  }

  private OutgoingBatch(List<OffsetRun> runs, long nextOffset, int leaderEpoch, long timestamp) {
    this.runs = runs;
    this.count = runs.stream().mapToInt(OffsetRun::count).sum();
    this.nextOffset = nextOffset;
    this.leaderEpoch = leaderEpoch;
    this.timestamp = timestamp;
  }

  /** One batch of several that follow each other; not ready until it {@link #become has bytes}. */
  public static OutgoingBatch of(List<OutgoingBatch> parts) {
    OffsetRun.Builder runs = new OffsetRun.Builder();
    parts.forEach(part -> runs.add(part.runs));
    OutgoingBatch last = parts.getLast();
    OutgoingBatch batch =
        new OutgoingBatch(
            runs.build(), last.nextOffset, last.leaderEpoch, parts.getFirst().timestamp);
    batch.parts = parts;
    batch.size = parts.stream().mapToInt(OutgoingBatch::size).sum();
    return batch;
  }

  /** What it is to be made of; empty when it is ready. */
  public List<OutgoingBatch> parts() {
    return parts;
  }

  /** Whether it has bytes to send. */
  public boolean isReady() {
    return bytes != null;
  }

  /** It is ready; the memory of its parts may go. */
  public void become(ByteBuffer merged, MemoryBudget budget) {
    FetchBuffer own = new FetchBuffer(budget, merged.capacity());
    bytes = merged;
    size = merged.remaining();
    memory = own;
    own.add(this);
    own.seal();
    parts.forEach(OutgoingBatch::discard);
    parts = List.of();
  }

  public int size() {
    return size;
  }

  /** What its records are compressed with, as {@link BatchHeader#codec()}. */
  public int codec() {
    return isReady() ? BatchHeader.codec(bytes) : parts.getFirst().codec();
  }

  /** The source offsets of its records, in order. */
  public List<OffsetRun> runs() {
    return runs;
  }

  /** Records in it: the sum of its runs. */
  public int count() {
    return count;
  }

  public int leaderEpoch() {
    return leaderEpoch;
  }

  public long timestamp() {
    return timestamp;
  }

  /** The largest timestamp of its records, -1 for none. It must be ready. */
  public long lastTimestamp() {
    return BatchHeader.maxTimestamp(bytes);
  }

  /** Where the source goes on after it, and after what follows it and has nothing to copy. */
  public long nextOffset() {
    return nextOffset;
  }

  /** Nothing up to this source offset is left to copy once this batch is acknowledged. */
  public void extendTo(long sourceOffset) {
    nextOffset = sourceOffset;
  }

  public ByteBuffer bytes() {
    return bytes;
  }

  public ProducerIdentity identity() {
    return identity;
  }

  public int sequence() {
    return sequence;
  }

  /** Whether a batch in the target's log is this one, as it was last sent. */
  public boolean isIn(BatchHeader there) {
    return identity != null
        && there.producerId() == identity.id()
        && there.producerEpoch() == identity.epoch()
        && there.baseSequence() == sequence;
  }

  /** Makes it the producer's, from this sequence on. */
  public void assign(ProducerIdentity producer, int firstSequence) {
    identity = producer;
    sequence = firstSequence;
    ProducerFields.set(bytes, producer.id(), producer.epoch(), firstSequence);
  }

  boolean isInFlight() {
    return inFlight;
  }

  /** Whether the target may have appended it without our knowing, or may yet do so. */
  public boolean isInDoubt() {
    return inDoubt;
  }

  /** Why the last attempt failed, null while none has. */
  public ApiException error() {
    return error;
  }

  /** Whether it was on its way before. */
  public boolean isSentAgain() {
    return attempts > 1;
  }

  public void sent() {
    inFlight = true;
    attempts++;
    error = null;
  }

  public void answered() {
    inFlight = false;
  }

  /** Those of its records, counted from 0, that the target named when it refused it. */
  public List<Integer> refusedRecords() {
    return refusedRecords;
  }

  /** It can take another sequence: the target certainly does not have it. */
  public void unassign() {
    identity = null;
  }

  public void failed(ApiException cause, List<Integer> records, boolean mayBeAppended) {
    error = cause;
    refusedRecords = records;
    inDoubt |= mayBeAppended;
  }

  void moveTo(FetchBuffer own) {
    ByteBuffer copy = ByteBuffer.allocate(size);
    copy.put(bytes.duplicate()).flip();
    bytes = copy;
    memory = own;
    own.add(this);
  }

  /** It is acknowledged or given up: its memory may go. */
  public void discard() {
    discarded = true;
    parts.forEach(OutgoingBatch::discard);
    if (memory != null) {
      memory.remove(this);
    }
  }

  public boolean isDiscarded() {
    return discarded;
  }
}
