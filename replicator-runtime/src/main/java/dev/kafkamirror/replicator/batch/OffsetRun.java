package dev.kafkamirror.replicator.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * Records of an outgoing batch that have consecutive source offsets. The records of a batch get
 * consecutive target offsets, so its runs tell where each of its records goes.
 *
 * @param sourceOffset that of the first record
 * @param count how many records, at least 1
 */
public record OffsetRun(long sourceOffset, int count) {

  /** The source offset after it. */
  public long nextOffset() {
    return sourceOffset + count;
  }

  /** Collects runs in the order of their records; consecutive ones become one. */
  public static final class Builder {
    private final List<OffsetRun> runs = new ArrayList<>(1);
    private long start;
    private int length;

    /** Adds records that have consecutive offsets from here on. */
    public Builder add(long sourceOffset, int count) {
      if (length > 0 && start + length == sourceOffset) {
        length += count;
      } else {
        close();
        start = sourceOffset;
        length = count;
      }
      return this;
    }

    public Builder add(List<OffsetRun> more) {
      more.forEach(run -> add(run.sourceOffset(), run.count()));
      return this;
    }

    private void close() {
      if (length > 0) {
        runs.add(new OffsetRun(start, length));
      }
    }

    /** Ends the collection. */
    public List<OffsetRun> build() {
      close();
      return List.copyOf(runs);
    }
  }
}
