package dev.kafkamirror.replicator.metrics;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.replicator.fleet.PodMeasures;
import dev.kafkamirror.replicator.groups.GroupResult;
import dev.kafkamirror.replicator.task.PartitionState;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a scrape is computed from.
 *
 * @param source alias of the source, null before the first valid settings
 * @param target alias of the target, null before the first valid settings
 * @param partitions source partitions that the pod owns now
 * @param groups consumer groups that the pod carries over
 * @param measures what the pod has measured of its own work
 * @param nowMillis when the snapshot was taken
 */
public record FlowSnapshot(
    String source,
    String target,
    Map<TopicPartition, PartitionState> partitions,
    Map<String, GroupResult> groups,
    PodMeasures measures,
    ReplicatorStatus status,
    long nowMillis) {}
