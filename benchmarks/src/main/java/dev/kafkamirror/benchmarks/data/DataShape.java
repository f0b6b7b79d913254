package dev.kafkamirror.benchmarks.data;

/**
 * What records and batches are like.
 *
 * @param codec {@code compression.type}
 * @param recordBytes key and value of a record together
 * @param batching how many records are in a batch
 */
public record DataShape(String codec, int recordBytes, Batching batching) {

  /** How a producer fills its batches. */
  public enum Batching {
    /** As many as a producer with {@code batch.size} 64 KB puts into one. */
    FULL,
    /** One, two, three, one, … as of producers that send now and then. */
    TINY
  }
}
