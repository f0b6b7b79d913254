package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.task.measure.PartitionMeasures;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * A task: copies the source partitions that it was given to their remote partitions. Every method
 * may be called from any thread and returns at once. Giving or taking one partition never delays
 * another.
 */
public interface CopyTask extends AutoCloseable {

  /** Starts to copy one more source partition. A failure shows in {@link #partitions()}. */
  void add(CopyOrder order);

  /**
   * Stops to copy a source partition: fetches no more, waits until what was sent is acknowledged,
   * forgets it.
   *
   * @return completed with all that is copied, with null when the partition was to begin at its
   *     start and nothing is; exceptionally when what was sent can no longer be settled. Then a
   *     batch may still arrive: the successor must fence this task, as if it was lost
   */
  CompletableFuture<Copied> release(TopicPartition source);

  /** Follows another policy from now on, without an interruption. */
  void apply(CopyPolicy policy);

  /** Stops fetching; what was fetched is still delivered. Partitions and positions stay. */
  void pause();

  /** Goes on after {@link #pause()}. */
  void resume();

  /** The state of every partition that the task has, by source partition. */
  Map<TopicPartition, PartitionState> partitions();

  /** What the task has measured of its work. */
  TaskMeasures measures();

  /** What it has measured of each partition that it has, by remote partition. */
  Map<TopicPartition, PartitionMeasures> partitionMeasures();

  /**
   * How the task reaches its clusters: the last error of each side, null where the last attempt
   * worked.
   */
  TaskHealth health();

  /**
   * Completed once the target has given the task a producer id, so that {@link #transactionalId()}
   * is final. Nothing is sent before. Whoever names this task as a partition's owner for its
   * successors does so after that, and before it adds the partition: a writer that gets its first
   * producer id after it was fenced would not be refused.
   */
  CompletableFuture<Void> identified();

  /**
   * The transactional id under which the task writes, so that a successor can fence it; null when
   * it writes without one.
   */
  String transactionalId();

  /** Why the task writes without a transactional id although it was given one. */
  Optional<String> withoutFencing();

  /**
   * Whether a successor has fenced this task: it sends nothing any more, for good, and its releases
   * fail. Its partitions must be taken over like those of a lost owner.
   */
  boolean isFenced();

  /** How long ago the slower of its loops turned: over some seconds, it hangs. */
  Duration sinceLastTurn();

  /** Ends the task without waiting for what is in flight. Release first for a graceful end. */
  @Override
  void close();
}
