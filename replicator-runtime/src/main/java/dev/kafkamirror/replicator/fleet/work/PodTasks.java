package dev.kafkamirror.replicator.fleet.work;

import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.task.CopyTask;
import dev.kafkamirror.replicator.task.PartitionState;
import dev.kafkamirror.replicator.task.TaskHealth;
import dev.kafkamirror.replicator.task.measure.PartitionMeasures;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The tasks of this pod: as many as its share of the work says, all under one policy, all paused or
 * none. Only {@link OwnedWork} and its parts touch it, under its lock.
 */
final class PodTasks {
  private final IntFunction<CopyTask> newTask;
  private final List<CopyTask> tasks = new ArrayList<>();
  private int wanted;
  private int ofFlow = 1;
  private boolean paused;
  private IntFunction<CopyPolicy> policies = _ -> CopyPolicy.DEFAULT;
  private CopyPolicy policy = CopyPolicy.DEFAULT;

  /**
   * @param newTask makes the task of an index
   */
  PodTasks(IntFunction<CopyTask> newTask) {
    this.newTask = newTask;
  }

  /**
   * Starts those that are missing. What is too much ends with {@link #closeSurplus}.
   *
   * @param count tasks of this pod
   * @param tasksOfFlow tasks of all pods, who share the flow's throttle
   */
  void want(int count, int tasksOfFlow) {
    wanted = count;
    ofFlow = tasksOfFlow;
    applyPolicy();
    while (tasks.size() < count) {
      CopyTask task = newTask.apply(tasks.size());
      task.apply(policy);
      if (paused) {
        task.pause();
      }
      tasks.add(task);
    }
  }

  CopyTask get(int index) {
    return tasks.get(index);
  }

  /** Ends the tasks beyond those wanted, from the last one to the first that is in use. */
  void closeSurplus(IntPredicate inUse) {
    while (tasks.size() > wanted && !inUse.test(tasks.size() - 1)) {
      tasks.removeLast().close();
    }
  }

  /** Ends all of them at once. */
  void close() {
    tasks.forEach(CopyTask::close);
    tasks.clear();
  }

  CopyPolicy policy() {
    return policy;
  }

  /**
   * All follow another policy from now on.
   *
   * @param ofTasks the policy of one of so many tasks of the flow
   */
  void follow(IntFunction<CopyPolicy> ofTasks) {
    policies = ofTasks;
    applyPolicy();
  }

  private void applyPolicy() {
    CopyPolicy now = policies.apply(ofFlow);
    if (!now.equals(policy)) {
      policy = now;
      tasks.forEach(task -> task.apply(now));
    }
  }

  void setPaused(boolean pause) {
    if (pause != paused) {
      paused = pause;
      tasks.forEach(pause ? CopyTask::pause : CopyTask::resume);
    }
  }

  /** What they say of their partitions. */
  Map<TopicPartition, PartitionState> states() {
    Map<TopicPartition, PartitionState> states = new HashMap<>();
    tasks.forEach(task -> states.putAll(task.partitions()));
    return states;
  }

  List<TaskMeasures> measures() {
    return tasks.stream().map(CopyTask::measures).toList();
  }

  /** What they have measured of their partitions, by remote partition. */
  Map<TopicPartition, PartitionMeasures> partitionMeasures() {
    Map<TopicPartition, PartitionMeasures> measures = new HashMap<>();
    tasks.forEach(task -> measures.putAll(task.partitionMeasures()));
    return measures;
  }

  List<TaskHealth> health() {
    return tasks.stream().map(CopyTask::health).toList();
  }

  /** Why tasks write without a name to be fenced by; empty when all have one. */
  List<String> withoutFencing() {
    return tasks.stream().map(CopyTask::withoutFencing).flatMap(Optional::stream).toList();
  }

  /** Whether another process has taken over from one of them. */
  boolean isFenced() {
    return tasks.stream().anyMatch(CopyTask::isFenced);
  }

  /** How long ago the slowest event loop turned; zero without tasks. */
  Duration sinceLastTurn() {
    return tasks.stream()
        .map(CopyTask::sinceLastTurn)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
