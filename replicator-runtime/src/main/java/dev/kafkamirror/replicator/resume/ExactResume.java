package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.twoway.SpansAhead;
import dev.kafkamirror.replicator.twoway.TwoWay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the exact record to go on from where an owner was lost. Reads what the target holds behind
 * the stored position and compares it, record by record, with what the source has from there on
 * (see {@link TailMatcher}).
 *
 * <p>Right only when nobody writes to the remote partitions meanwhile: {@link
 * dev.kafkamirror.replicator.fence.Fence fence} the lost owner first. Needs the right to read the
 * remote topics.
 */
public final class ExactResume implements AutoCloseable {
  /** Records of one partition's tail that are in memory at once. */
  private static final int MOST_OF_ONE = 200_000;

  /** Records of all partitions' tails together: some 50 MB with the source's. */
  private static final long MOST_OF_ALL = 4L * MOST_OF_ONE;

  /** A topic that nobody knows is asked for longer; the others go first. */
  private static final long FIRST_ANSWERS_MS = 2_000;

  private final ClientSettings source;
  private final ClientSettings target;
  private final IsolationLevel isolation;
  private final boolean skips;
  private final TwoWay twoWay;
  private final String name;
  private final LongSupplier nanoTime = System::nanoTime;
  private final ExecutorService threads;
  private volatile boolean closed;

  /**
   * @param isolation the flow's: which records of the source are copied
   * @param skips whether the flow leaves out records that the target refuses, so that the target
   *     may lack some
   * @param twoWay tells the mirror's records from others, where both directions write the same
   *     topics; null where remote topics are the mirror's alone
   * @param name of threads and clients, unique in the process
   */
  public ExactResume(
      ClientSettings source,
      ClientSettings target,
      IsolationLevel isolation,
      boolean skips,
      TwoWay twoWay,
      String name) {
    this.source = source;
    this.target = target;
    this.isolation = isolation;
    this.skips = skips;
    this.twoWay = twoWay;
    this.name = name;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  /**
   * Looks at a whole set of partitions at once. Returns at once; each answer comes as soon as it is
   * known, on a thread of this class.
   *
   * @return by source partition; exceptionally with what kept it from being read: {@link
   *     org.apache.kafka.common.errors.AuthorizationException}, {@link
   *     org.apache.kafka.common.errors.TimeoutException} when nothing could be read for 30 s,
   *     {@link IllegalStateException} when a long tail has nothing of the source, and others. The
   *     caller may try again
   */
  public Map<TopicPartition, CompletableFuture<ResumePoint>> find(
      Collection<LostPartition> partitions) {
    Map<TopicPartition, CompletableFuture<ResumePoint>> points = new HashMap<>();
    partitions.forEach(p -> points.put(p.source(), new CompletableFuture<>()));
    List<LostPartition> all = List.copyOf(partitions);
    try {
      threads.execute(() -> runSafely(all, points));
    } catch (RejectedExecutionException e) {
      fail(points, new IllegalStateException("The resume is closed", e));
    }
    return points;
  }

  private void runSafely(
      List<LostPartition> all, Map<TopicPartition, CompletableFuture<ResumePoint>> points) {
    try {
      run(all, points);
    } catch (RuntimeException e) {
      fail(points, e);
    }
  }

  private static void fail(
      Map<TopicPartition, CompletableFuture<ResumePoint>> points, RuntimeException error) {
    points.values().forEach(point -> point.completeExceptionally(error));
  }

  private void run(
      List<LostPartition> all, Map<TopicPartition, CompletableFuture<ResumePoint>> points) {
    try (var sourceEnds = new LogEnds(source, isolation, name + "-source-ends");
        var targetEnds =
            new LogEnds(target, IsolationLevel.READ_UNCOMMITTED, name + "-target-ends");
        var sourceLog = new LogReader(source, isolation, name + "-source");
        // What MirrorMaker 2 wrote in a transaction that was aborted nobody sees.
        var targetLog = new LogReader(target, IsolationLevel.READ_COMMITTED, name + "-target")) {
      var sources = sourceEnds.of(all.stream().map(LostPartition::source).toList());
      var targets = targetEnds.of(all.stream().map(LostPartition::target).toList());
      RecordHash hash = new RecordHash();
      Map<LostPartition, CompletableFuture<ResumeWork>> works = new HashMap<>();
      for (LostPartition lost : all) {
        CompletableFuture<ResumePoint> point = points.get(lost.source());
        works.put(
            lost,
            sources
                .get(lost.source())
                .thenCombine(
                    targets.get(lost.target()),
                    (from, to) -> new ResumeWork(lost, from, to, skips, MOST_OF_ONE, hash, point)));
      }
      await(works.values());
      Set<LostPartition> late = new HashSet<>(works.keySet());
      late.removeIf(lost -> works.get(lost).isDone());
      var reading = new ResumeReading(sourceLog, targetLog, () -> closed, nanoTime);
      read(works, all.stream().filter(lost -> !late.contains(lost)).toList(), points, reading);
      read(works, List.copyOf(late), points, reading);
    }
  }

  private static void await(Collection<? extends CompletableFuture<?>> answers) {
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, FIRST_ANSWERS_MS, TimeUnit.MILLISECONDS)
        .handle((_, _) -> null)
        .join();
  }

  private void read(
      Map<LostPartition, CompletableFuture<ResumeWork>> works,
      List<LostPartition> which,
      Map<TopicPartition, CompletableFuture<ResumePoint>> points,
      ResumeReading reading) {
    List<ResumeWork> group = new ArrayList<>();
    long records = 0;
    for (LostPartition lost : which) {
      ResumeWork work =
          works
              .get(lost)
              .handle(
                  (made, failure) -> {
                    if (failure != null) {
                      points.get(lost.source()).completeExceptionally(ClusterErrors.cause(failure));
                    }
                    return made;
                  })
              .join();
      if (work == null) {
        continue;
      }
      work.settleWithoutReading();
      if (!work.result().isDone()) {
        long size = work.recordsAtOnce();
        if (records + size > MOST_OF_ALL) {
          compare(group, reading);
          group.clear();
          records = 0;
        }
        group.add(work);
        records += size;
      }
    }
    compare(group, reading);
  }

  private void compare(List<ResumeWork> group, ResumeReading reading) {
    if (twoWay != null && !group.isEmpty()) {
      tellApart(group);
    }
    reading.run(group);
  }

  private void tellApart(List<ResumeWork> group) {
    var copied = twoWay.fromSource(group.stream().map(ResumeWork::tailStretch).toList());
    var returned = twoWay.mirrored(group.stream().map(ResumeWork::sourceStretch).toList());
    for (ResumeWork work : group) {
      var ahead =
          new SpansAhead(
              work.sourceStretch(),
              returned.get(work.source()),
              work.sourceEnd(),
              twoWay::mirrored);
      work.only(
          offset -> !ahead.contains(offset), offset -> copied.get(work.target()).contains(offset));
    }
  }

  /** Gives up what is not found yet. */
  @Override
  public void close() {
    closed = true;
    threads.shutdown();
  }
}
