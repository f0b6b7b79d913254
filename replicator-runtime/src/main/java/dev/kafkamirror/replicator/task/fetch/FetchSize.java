package dev.kafkamirror.replicator.task.fetch;

/**
 * How many bytes to ask a broker for at once. Half of it after each fetch without an answer, as a
 * large one may take longer over a slow line than a request may; a little more after each answer.
 */
final class FetchSize {
  static final int LEAST = 64 << 10;

  private int most = Integer.MAX_VALUE;
  private int asked;

  /**
   * For the next fetch.
   *
   * @param share bytes that there is room for
   * @param limit most bytes of any fetch
   */
  int next(long share, int limit) {
    int least = Math.min(LEAST, limit);
    asked = Math.clamp(share, least, Math.max(least, Math.min(limit, most)));
    return asked;
  }

  void failed() {
    most = Math.max(LEAST, asked / 2);
  }

  void answered() {
    most = (int) Math.min(Integer.MAX_VALUE, (long) most + LEAST);
  }
}
