package dev.kafkamirror.replicator.task.measure;

/** For how long something was so, in all. One thread tells, any thread may ask. */
final class StateTime {
  private boolean so;
  private long sinceMs;
  private volatile long ms;

  /** It is so from now on, or not. */
  // Only one thread tells.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void is(boolean now, long nowMs) {
    if (so) {
      ms += nowMs - sinceMs;
    }
    so = now;
    sinceMs = nowMs;
  }

  /** Up to the last time that something was told. */
  long ms() {
    return ms;
  }
}
