package dev.kafkamirror.replicator.fleet;

import org.apache.kafka.common.TopicPartition;

/**
 * What a member says of one partition when it joins.
 *
 * @param task index of the task that it is assigned to, {@link #NOT_ASSIGNED} when the member is
 *     only giving it up
 * @param held whether the member may be writing to the remote partition: nobody else may before it
 *     has released it
 * @param load {@link Load} class of the partition by what the member has measured
 */
record Claim(TopicPartition partition, int task, boolean held, int load) {
  static final int NOT_ASSIGNED = -1;
}
