package dev.kafkamirror.replicator.promotion;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The fleet as its leader saw it when work was given out last.
 *
 * @param assignments how often this leader has given out work
 * @param members incarnations of all
 * @param claimed source partitions that members had then, or were giving up
 */
public record Fleet(int assignments, Set<String> members, Set<TopicPartition> claimed) {
  public static final Fleet UNKNOWN = new Fleet(0, Set.of(), Set.of());
}
