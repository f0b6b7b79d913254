package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.batch.OffsetRun;
import dev.kafkamirror.replicator.batch.ProducerFields;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.errors.ApiException;

/** One batch on its way to the target: from the fetch until it is acknowledged or given up. */
final class OutgoingBatch {
  private final int size;
  private final List<OffsetRun> runs;
  private final int count;
  private final int leaderEpoch;
  private final long timestamp;
  private ByteBuffer bytes;
  private FetchBuffer memory;
  private long nextOffset;
  private ProducerIdentity identity;
  private int sequence;
  private boolean inFlight;
  private boolean inDoubt;
  private ApiException error;

  /**
   * @param bytes one whole batch of format 2, between position and limit
   * @param memory what these bytes lie in
   * @param runs the source offsets of its records
   * @param nextOffset source offset after it
   * @param leaderEpoch source leader epoch, -1 unknown
   * @param timestamp that of its first record if known, else its largest, -1 none
   */
  OutgoingBatch(
      ByteBuffer bytes,
      FetchBuffer memory,
      List<OffsetRun> runs,
      long nextOffset,
      int leaderEpoch,
      long timestamp) {
    this.bytes = bytes;
    this.size = bytes.remaining();
    this.memory = memory;
    this.runs = runs;
    this.count = runs.stream().mapToInt(OffsetRun::count).sum();
    this.nextOffset = nextOffset;
    this.leaderEpoch = leaderEpoch;
    this.timestamp = timestamp;
    memory.add(this);
  }

  int size() {
    return size;
  }

  /** The source offsets of its records, in order. */
  List<OffsetRun> runs() {
    return runs;
  }

  /** Records in it: the sum of its runs. */
  int count() {
    return count;
  }

  int leaderEpoch() {
    return leaderEpoch;
  }

  long timestamp() {
    return timestamp;
  }

  /** Where the source goes on after it, and after what follows it and has nothing to copy. */
  long nextOffset() {
    return nextOffset;
  }

  /** Nothing up to this source offset is left to copy once this batch is acknowledged. */
  void extendTo(long sourceOffset) {
    nextOffset = sourceOffset;
  }

  ByteBuffer bytes() {
    return bytes;
  }

  ProducerIdentity identity() {
    return identity;
  }

  int sequence() {
    return sequence;
  }

  /** Makes it the producer's, from this sequence on. */
  void assign(ProducerIdentity producer, int firstSequence) {
    identity = producer;
    sequence = firstSequence;
    ProducerFields.set(bytes, producer.id(), producer.epoch(), firstSequence);
  }

  boolean isInFlight() {
    return inFlight;
  }

  /** Whether the target may have appended it without our knowing, or may yet do so. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** Why the last attempt failed, null while none has. */
  ApiException error() {
    return error;
  }

  void sent() {
    inFlight = true;
    error = null;
  }

  void answered() {
    inFlight = false;
  }

  void failed(ApiException cause, boolean mayBeAppended) {
    error = cause;
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
  void discard() {
    memory.remove(this);
  }
}
