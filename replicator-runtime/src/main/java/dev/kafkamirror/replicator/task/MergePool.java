package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.wire.Reencoder;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads that recompress batches, as many as there are processors, for all tasks of the
 * process. They come when there is work and go when there was none for a while.
 */
final class MergePool {
  private static final MergePool SHARED = new MergePool();
  private static final long IDLE_SECONDS = 10;

  private final ThreadLocal<Reencoder> reencoders = ThreadLocal.withInitial(Reencoder::new);
  private final ThreadPoolExecutor threads;

  private MergePool() {
    int processors = Runtime.getRuntime().availableProcessors();
    threads =
        new ThreadPoolExecutor(
            processors,
            processors,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("recompress-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  static MergePool shared() {
    return SHARED;
  }

  void execute(Consumer<Reencoder> work) {
    threads.execute(() -> work.accept(reencoders.get()));
  }
}
