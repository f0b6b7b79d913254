package dev.kafkamirror.benchmarks.data;

/** How a source topic is filled. */
public enum Filling {
  /** One batch after another, as fast as the broker takes them. */
  PLAIN,
  /** By a transactional producer; every tenth transaction is aborted. */
  TRANSACTIONAL,
  /**
   * With keys of which half are written again and again; then the log cleaner has made its holes.
   */
  COMPACTED
}
