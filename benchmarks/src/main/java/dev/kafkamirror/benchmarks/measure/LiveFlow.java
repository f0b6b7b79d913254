package dev.kafkamirror.benchmarks.measure;

import dev.kafkamirror.benchmarks.data.LogEnds;
import dev.kafkamirror.benchmarks.data.Topics;
import dev.kafkamirror.benchmarks.process.Clusters;
import dev.kafkamirror.benchmarks.process.Flow;
import dev.kafkamirror.benchmarks.process.RunningSystem;
import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records are sent at an even pace, one or more processes of a system mirror them, and a consumer
 * on the target sees them come.
 */
public final class LiveFlow implements AutoCloseable {
  /** Of the topic that is mirrored. */
  public static final int PARTITIONS = 8;

  private static final Duration START_DEADLINE = Duration.ofMinutes(6);

  /** MirrorMaker 2 gives the work of a lost worker away after five minutes. */
  private static final Duration CATCH_UP_DEADLINE = Duration.ofMinutes(8);

  private final Clusters clusters;
  private final SystemUnderTest system;
  private final Flow flow;
  private final String topic;
  private final LiveLoad load;
  private final List<RunningSystem> running = new ArrayList<>();
  private Watcher watcher;

  private LiveFlow(Clusters clusters, SystemUnderTest system, Flow flow, int perSecond) {
    this.clusters = clusters;
    this.system = system;
    this.flow = flow;
    this.topic = flow.topicPrefix() + "live";
    Topics.create(clusters.sourceAdmin(), topic, PARTITIONS, Map.of());
    this.load = LiveLoad.start(clusters.sourceClient(), topic, PARTITIONS, perSecond);
  }

  /** Starts everything and returns when records arrive and the system is warm. */
  public static LiveFlow start(
      Clusters clusters,
      SystemUnderTest system,
      Flow flow,
      int processes,
      int perSecond,
      Duration warmUp) {
    LiveFlow live = new LiveFlow(clusters, system, flow, perSecond);
    try {
      for (int i = 0; i < processes; i++) {
        live.startProcess();
      }
      live.warmUp(warmUp);
      return live;
    } catch (RuntimeException e) {
      live.close();
      throw e;
    }
  }

  private void warmUp(Duration warmUp) {
    String remote = flow.remote(topic);
    LogEnds ends = new LogEnds(clusters.targetAdmin());
    Phase.until(
        "records on " + remote,
        START_DEADLINE,
        running,
        () -> ends.of(remote, PARTITIONS).values().stream().allMatch(end -> end > 0));
    watcher = Watcher.start(clusters.targetClient(), remote, PARTITIONS);
    Phase.last(warmUp, running);
    awaitAllSentSoFar();
    watcher.begin();
  }

  /** One more process of the system. */
  public RunningSystem startProcess() {
    RunningSystem next = system.start(flow);
    running.add(next);
    return next;
  }

  /** SIGTERM. */
  public void stop(RunningSystem process) {
    running.remove(process);
    process.close();
  }

  /** SIGKILL. */
  public void kill(RunningSystem process) {
    running.remove(process);
    process.kill();
  }

  public List<RunningSystem> running() {
    return List.copyOf(running);
  }

  public Watcher watcher() {
    return watcher;
  }

  /** Name of the topic that is mirrored. */
  public String topic() {
    return topic;
  }

  /** Waits until the target has what was sent up to now. */
  public void awaitAllSentSoFar() {
    long[] next = load.next();
    Phase.until(
        "all records on the target", CATCH_UP_DEADLINE, running, () -> watcher.hasAllBefore(next));
  }

  /** Ends everything, and deletes what there is of it on both clusters. */
  @Override
  public void close() {
    load.close();
    if (watcher != null) {
      watcher.close();
    }
    running.parallelStream().forEach(RunningSystem::close);
    Topics.deleteByPrefix(clusters.sourceAdmin(), flow.topicPrefix());
    Topics.deleteByPrefix(clusters.targetAdmin(), flow.alias());
  }
}
