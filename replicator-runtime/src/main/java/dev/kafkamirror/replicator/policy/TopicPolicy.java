package dev.kafkamirror.replicator.policy;

import dev.kafkamirror.api.v1alpha1.StartFrom;

/**
 * What counts for one topic.
 *
 * @param startFrom where the flow's very first start begins in it
 * @param priority higher ones go first
 * @param bytesPerSecond the most that is copied of all its partitions together, null for no limit
 */
public record TopicPolicy(StartFrom startFrom, int priority, Long bytesPerSecond) {}
