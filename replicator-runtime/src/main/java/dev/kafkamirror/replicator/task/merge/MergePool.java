package dev.kafkamirror.replicator.task.merge;

import dev.kafkamirror.replicator.wire.Reencoder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The threads that recompress batches, as many as there are processors, for all tasks of the
 * process. They come when there is work, and stay.
 */
public final class MergePool {
  private static final MergePool SHARED = new MergePool();

  private final ThreadLocal<Reencoder> reencoders = ThreadLocal.withInitial(Reencoder::new);
  private final ExecutorService threads;

  private MergePool() {
    int processors = Runtime.getRuntime().availableProcessors();
    threads =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().name("recompress-", 0).daemon().factory());
  }

  public static MergePool shared() {
    return SHARED;
  }

  void execute(Consumer<Reencoder> work) {
    threads.execute(() -> work.accept(reencoders.get()));
  }
}
