package dev.kafkamirror.replicator.position;

import org.apache.kafka.common.TopicPartition;

/**
 * Which record of which source partition.
 *
 * @param version of the format that the key has
 */
record RecordKey(Kind kind, TopicPartition source, int version) {

  /** What a record holds. */
  enum Kind {
    POSITION(0),
    INDEX(1);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    byte code() {
      return code;
    }

    /**
     * @throws IllegalArgumentException when there is no such kind
     */
    static Kind of(byte code) {
      return switch (code) {
        case 0 -> POSITION;
        case 1 -> INDEX;
        default -> throw new IllegalArgumentException("There is no kind " + code + " of records");
      };
    }
  }
}
