package dev.kafkamirror.replicator.fleet;

import dev.kafkamirror.replicator.status.Limit.Pressure;
import dev.kafkamirror.replicator.task.measure.PartitionMeasures;
import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a pod has measured of its own work.
 *
 * @param partitions by remote partition; empty unless MirrorMaker 2's names are wanted
 * @param checkpoints ms that checkpoints took, by group and remote partition; empty likewise
 */
public record PodMeasures(
    List<TaskMeasures> tasks,
    Pressure pressure,
    Map<TopicPartition, PartitionMeasures> partitions,
    Map<String, Map<TopicPartition, Summary>> checkpoints) {

  /** Of a pod that runs nothing. */
  public static final PodMeasures NONE =
      new PodMeasures(List.of(), Pressure.NONE, Map.of(), Map.of());
}
