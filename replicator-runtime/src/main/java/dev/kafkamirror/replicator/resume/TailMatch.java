package dev.kafkamirror.replicator.resume;

import dev.kafkamirror.replicator.position.OffsetRange;
import java.util.List;

/**
 * What of the target's tail is what of the source.
 *
 * @param complete whether it is settled which record of the source comes next; false while more of
 *     the tail must be read for that, from the last match on
 * @param sourceOffset the first source offset that the target does not have
 * @param ranges the records that both have, in order
 * @param gone records of the tail that the source no longer has
 * @param foreign records of the tail that cannot have come from the source
 * @param notCopied records of the source before the offset that the target does not have
 */
record TailMatch(
    boolean complete,
    long sourceOffset,
    List<OffsetRange> ranges,
    long gone,
    long foreign,
    long notCopied) {}
