package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.Position;
import java.util.List;

/**
 * Where to go on with a partition, and what was found on the way. What to do about anything strange
 * is not decided here.
 *
 * @param position the first source offset that the target does not have, the target's end, and the
 *     source leader's epoch of the last record that both have (else the stored one). The stored
 *     source offset where one of the logs is truncated
 * @param ranges which records of the target's tail are which of the source, in order
 * @param target bounds of the target's log
 * @param source bounds of the source's log
 * @param tail records in the target behind the stored position
 * @param gone records of the tail that the source no longer has: compacted away or deleted after
 *     they were copied
 * @param foreign records of the tail that cannot have come from the source: somebody else wrote
 *     them
 * @param notCopied records of the source before the position that the target does not have:
 *     compacted away there, or skipped when they were copied
 * @param targetTruncated whether the target's log ends before the stored position: records that it
 *     had are gone, or the topic is another one
 * @param sourceTruncated whether the source's log ends before the stored position, as after an
 *     unclean leader election or when the topic is another one
 */
public record ResumePoint(
    Position position,
    List<OffsetRange> ranges,
    LogBounds target,
    LogBounds source,
    long tail,
    long gone,
    long foreign,
    long notCopied,
    boolean targetTruncated,
    boolean sourceTruncated) {}
