package dev.kafkamirror.replicator.verify;

/** What is known of which source record became which target record. */
public interface OffsetPairs {
  long UNKNOWN = -1;

  /** Nothing is known: records find each other by their content. */
  OffsetPairs NONE =
      new OffsetPairs() {
        @Override
        public long sourceOf(long targetOffset) {
          return UNKNOWN;
        }

        @Override
        public long targetOf(long sourceOffset) {
          return UNKNOWN;
        }
      };

  /** Source offset of the record at this target offset, {@link #UNKNOWN} when not known exactly. */
  long sourceOf(long targetOffset);

  /** Target offset of the record at this source offset, {@link #UNKNOWN} when not known exactly. */
  long targetOf(long sourceOffset);
}
