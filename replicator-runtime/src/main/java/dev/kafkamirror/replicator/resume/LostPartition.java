package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.position.Position;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition whose owner went without saying how far it got.
 *
 * @param source partition of the source
 * @param target its remote partition
 * @param stored the last position that is known: everything before its source offset is in the
 *     target before its target offset. A negative source offset stands for the beginning of the
 *     source's log, a negative target offset for that of the target's
 */
public record LostPartition(TopicPartition source, TopicPartition target, Position stored) {}
