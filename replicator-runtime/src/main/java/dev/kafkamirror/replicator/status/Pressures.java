package dev.kafkamirror.replicator.status;

import dev.kafkamirror.replicator.status.Limit.Pressure;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the tasks that are behind meet with, over a sliding window, from what they have counted
 * since they began. Safe for use by several threads.
 */
public final class Pressures {
  /** What a task has spent its time with until a moment, ns. */
  private record Spent(
      long atNanos,
      boolean isBehind,
      double heldBack,
      double sourceWaited,
      double targetWaited,
      double full) {

    static Spent of(TaskMeasures task, long atNanos) {
      double heldBackMs =
          task.fetches().heldBackMs()
              + task.fetches().throttles().sum()
              + task.sends().throttles().sum();
      return new Spent(
          atNanos,
          task.isBehind(),
          heldBackMs * NANOS_PER_MS,
          task.source().waitedNanos(),
          task.target().waitedNanos(),
          task.fetches().fullMs() * NANOS_PER_MS);
    }

    /** The share of the time since an earlier moment; NaN when it began anew between. */
    double share(Spent earlier, ToDoubleFunction<Spent> of) {
      double spent = of.applyAsDouble(this) - of.applyAsDouble(earlier);
      return spent < 0 ? Double.NaN : Math.min(1, spent / (atNanos - earlier.atNanos));
    }

    Pressure since(Spent earlier) {
      double idle =
          Math.min(share(earlier, Spent::sourceWaited), share(earlier, Spent::targetWaited));
      return new Pressure(
          true,
          share(earlier, Spent::heldBack),
          // Not known of a connection that was just made.
          Double.isNaN(idle) ? 0 : 1 - idle,
          share(earlier, Spent::full));
    }
  }

  private record Sample(long atNanos, long cpuNanos, Map<String, Spent> tasks) {}

  private static final double NANOS_PER_MS = 1e6;

  private final long windowNanos;
  private final LongSupplier nanoTime;
  private final LongSupplier cpuNanos;
  private final int processors;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * @param nanoTime a monotonic clock in nanoseconds
   * @param cpuNanos CPU time that the process has used
   * @param processors that it may use
   */
  public Pressures(Duration window, LongSupplier nanoTime, LongSupplier cpuNanos, int processors) {
    this.windowNanos = window.toNanos();
    this.nanoTime = nanoTime;
    this.cpuNanos = cpuNanos;
    this.processors = processors;
  }

  /** Takes what the tasks have counted until now; to be called about every second. */
  public synchronized void observe(Collection<TaskMeasures> tasks) {
    long now = nanoTime.getAsLong();
    Map<String, Spent> spent =
        tasks.stream().collect(Collectors.toMap(TaskMeasures::task, task -> Spent.of(task, now)));
    samples.add(new Sample(now, cpuNanos.getAsLong(), spent));
    forgetOld(now - windowNanos);
  }

  /** Keeps one sample that is as old as the window, to count from. */
  private void forgetOld(long begin) {
    Sample oldest = samples.removeFirst();
    while (!samples.isEmpty() && samples.getFirst().atNanos() <= begin) {
      oldest = samples.removeFirst();
    }
    samples.addFirst(oldest);
  }

  /** The mean of the tasks that are behind, up to the last observation. */
  public synchronized Pressure now() {
    if (samples.isEmpty()) {
      return Pressure.NONE;
    }
    Sample latest = samples.getLast();
    List<Pressure> behind = new ArrayList<>();
    latest
        .tasks()
        .forEach(
            (task, spent) -> {
              Spent earlier = first(task);
              if (spent.isBehind() && earlier.atNanos() < spent.atNanos()) {
                behind.add(spent.since(earlier));
              }
            });
    return behind.isEmpty()
        ? Pressure.NONE
        : new Pressure(
            true,
            mean(behind, Pressure::heldBack),
            Math.max(mean(behind, Pressure::busy), processBusy(latest)),
            mean(behind, Pressure::full));
  }

  /**
   * How busy the pod is, from 0 to 1, whether its tasks are behind or not: their busier loops on
   * average, or all of the CPU that it may use, whichever is more; null before two observations.
   */
  public synchronized Double utilization() {
    if (samples.size() < 2) {
      return null;
    }
    Sample latest = samples.getLast();
    List<Pressure> all = new ArrayList<>();
    latest
        .tasks()
        .forEach(
            (task, spent) -> {
              Spent earlier = first(task);
              if (earlier.atNanos() < spent.atNanos()) {
                all.add(spent.since(earlier));
              }
            });
    double loops = all.isEmpty() ? 0 : mean(all, Pressure::busy);
    return Math.clamp(Math.max(loops, processBusy(latest)), 0, 1);
  }

  private Spent first(String task) {
    return samples.stream()
        .map(sample -> sample.tasks().get(task))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private double processBusy(Sample latest) {
    Sample first = samples.getFirst();
    double available = (double) processors * (latest.atNanos() - first.atNanos());
    return (latest.cpuNanos() - first.cpuNanos()) / available;
  }

  private static double mean(List<Pressure> all, ToDoubleFunction<Pressure> of) {
    return all.stream().mapToDouble(of).average().orElseThrow();
  }
}
