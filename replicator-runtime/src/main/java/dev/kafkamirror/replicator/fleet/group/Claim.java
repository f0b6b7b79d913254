package dev.kafkamirror.replicator.fleet.group;

import org.apache.kafka.common.TopicPartition;

/**
 * What a member says of one partition when it joins.
 *
 * @param task index of the task that it is assigned to, {@link #NOT_ASSIGNED} when the member is
 *     only giving it up
 * @param held whether the member may be writing to the remote partition: nobody else may before it
 *     has released it
 * @param load class of the partition's load by what the member has measured
 */
public record Claim(TopicPartition partition, int task, boolean held, int load) {
  public static final int NOT_ASSIGNED = -1;
}
