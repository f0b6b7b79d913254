package dev.kafkamirror.replicator.batch;

import static dev.kafkamirror.replicator.batch.BatchHeader.ATTRIBUTES;
import static dev.kafkamirror.replicator.batch.BatchHeader.BASE_SEQUENCE;
import static dev.kafkamirror.replicator.batch.BatchHeader.CRC;
import static dev.kafkamirror.replicator.batch.BatchHeader.DELETE_HORIZON;
import static dev.kafkamirror.replicator.batch.BatchHeader.LEADER_EPOCH;
import static dev.kafkamirror.replicator.batch.BatchHeader.LOG_APPEND_TIME;
import static dev.kafkamirror.replicator.batch.BatchHeader.PRODUCER_EPOCH;
import static dev.kafkamirror.replicator.batch.BatchHeader.PRODUCER_ID;
import static dev.kafkamirror.replicator.batch.BatchHeader.SIZE;
import static dev.kafkamirror.replicator.batch.BatchHeader.TRANSACTIONAL;

import java.nio.ByteBuffer;

/** The header fields that whoever produces a batch must set. */
public final class ProducerFields {
  /** Brokers accept only this base offset from producers and set the real one. */
  private static final long BASE_OFFSET = 0;

  private static final int NO_EPOCH = -1;

  private ProducerFields() {}

  /**
   * Makes a batch one of ours, in place: base offset 0, our producer id, epoch and sequence, no
   * leader epoch, not transactional, time of creation, no delete horizon (it is the source's
   * cleaner's, and the records' timestamps are relative to it either way). The checksum is derived
   * from the old one. May be done again with other values.
   *
   * @param batch one whole batch of format 2, between position and limit
   */
  public static void set(ByteBuffer batch, long producerId, short epoch, int baseSequence) {
    int at = batch.position();
    int covered = SIZE - ATTRIBUTES;
    int before = BatchChecksum.of(batch, at + ATTRIBUTES, covered);
    int cleared = TRANSACTIONAL | LOG_APPEND_TIME | DELETE_HORIZON;
    batch.putLong(at, BASE_OFFSET);
    batch.putInt(at + LEADER_EPOCH, NO_EPOCH);
    batch.putShort(at + ATTRIBUTES, (short) (batch.getShort(at + ATTRIBUTES) & ~cleared));
    batch.putLong(at + PRODUCER_ID, producerId);
    batch.putShort(at + PRODUCER_EPOCH, epoch);
    batch.putInt(at + BASE_SEQUENCE, baseSequence);
    int after = BatchChecksum.of(batch, at + ATTRIBUTES, covered);
    int rest = batch.remaining() - SIZE;
    batch.putInt(at + CRC, BatchChecksum.patched(batch.getInt(at + CRC), before, after, rest));
  }

  /** The sequence after a batch of so many records; sequences start again at 0 after 2³¹-1. */
  public static int nextSequence(int baseSequence, int records) {
    return (baseSequence + records) & Integer.MAX_VALUE;
  }
}
