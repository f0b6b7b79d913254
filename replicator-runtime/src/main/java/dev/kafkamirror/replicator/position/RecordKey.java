package dev.kafkamirror.replicator.position;

import org.apache.kafka.common.TopicPartition;

/**
 * Which record of which source partition.
 *
 * @param version of the format that the key has
 */
record RecordKey(Kind kind, TopicPartition source, int version) {
  private static final int NO_PARTITION = -1;

  /** What a record holds. */
  enum Kind {
    POSITION(0),
    INDEX(1),
    /** The term of a topic; its key has no partition. */
    TERM(2),
    /** The request to end copying that was carried out last; its key has no topic either. */
    PROMOTION(3);

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
        case 2 -> TERM;
        case 3 -> PROMOTION;
        default -> throw new IllegalArgumentException("There is no kind " + code + " of records");
      };
    }
  }

  /**
   * Of what concerns a topic as a whole, or the flow when the topic is {@link Terms#ALL_TOPICS}.
   */
  static TopicPartition whole(String topic) {
    return new TopicPartition(topic, NO_PARTITION);
  }
}
