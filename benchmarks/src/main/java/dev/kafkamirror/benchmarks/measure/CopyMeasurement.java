package dev.kafkamirror.benchmarks.measure;

import dev.kafkamirror.benchmarks.process.RunningSystem;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How fast a process copies a backlog and what it uses for that: first it warms up, then, while it
 * goes on, it is measured.
 *
 * @param warmUp from the first copied record on
 * @param stretch longest time that is measured
 */
public record CopyMeasurement(Duration warmUp, Duration stretch) {
  private static final Duration START_DEADLINE = Duration.ofMinutes(6);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

  /** Where the data ends before the warm-up does, at least this part of it is measured. */
  private static final double MEASURED_PART = 0.35;

  /**
   * The last records of a backlog are not copied at full speed: partitions end at different times.
   */
  private static final double TAIL = 0.03;

  /**
   * What was measured, all over the same stretch of time.
   *
   * @param warmUpSeconds that went before
   * @param records copied in it
   * @param cpuSeconds of the process
   * @param peakResidentBytes of the process since its start
   */
  public record Result(
      double warmUpSeconds,
      double seconds,
      long records,
      double cpuSeconds,
      long peakResidentBytes) {
    public double megabytesPerSecond(int bytesPerRecord) {
      return records * (double) bytesPerRecord / 1e6 / seconds;
    }

    public double cpuSecondsPerGigabyte(int bytesPerRecord) {
      return cpuSeconds / (records * (double) bytesPerRecord / 1e9);
    }
  }

  private record Sample(long nanos, long records, double cpuSeconds) {}

  /**
   * @param copied how many records were copied so far
   * @param total how many there are
   * @param progress told every few seconds how far it is
   */
  public Result run(
      RunningSystem system, LongSupplier copied, long total, Consumer<String> progress) {
    long started = System.nanoTime();
    Sample now = sample(system, copied);
    while (now.records() == 0) {
      if (now.nanos() - started > START_DEADLINE.toNanos()) {
        throw new IllegalStateException("nothing was copied within " + START_DEADLINE);
      }
      now = next(system, copied);
    }
    Sample first = now;
    long lastWord = first.nanos();
    Sample begin = null;
    long end = (long) (total * (1 - TAIL));
    while (now.records() < end && (begin == null || since(begin, now) < stretch.toNanos())) {
      now = next(system, copied);
      boolean warm =
          since(first, now) >= warmUp.toNanos() || now.records() > total * (1 - MEASURED_PART);
      if (begin == null && warm) {
        begin = now;
      }
      if (now.nanos() - lastWord > BETWEEN_WORDS.toNanos()) {
        lastWord = now.nanos();
        progress.accept(
            "%s, %,d records, %,.0f a second"
                .formatted(
                    begin == null ? "warming up" : "measuring",
                    now.records(),
                    now.records() * 1e9 / since(first, now)));
      }
    }
    if (begin == null || now.records() == begin.records()) {
      throw new IllegalStateException("too little data: it was copied before it could be measured");
    }
    return new Result(
        since(first, begin) / 1e9,
        since(begin, now) / 1e9,
        now.records() - begin.records(),
        now.cpuSeconds() - begin.cpuSeconds(),
        ProcessUsage.peakResidentBytes(system.pid()));
  }

  private static Sample next(RunningSystem system, LongSupplier copied) {
    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    return sample(system, copied);
  }

  private static Sample sample(RunningSystem system, LongSupplier copied) {
    system.mustRun();
    long records = copied.getAsLong();
    return new Sample(System.nanoTime(), records, ProcessUsage.cpuSeconds(system.pid()));
  }

  private static long since(Sample earlier, Sample later) {
    return later.nanos() - earlier.nanos();
  }
}
