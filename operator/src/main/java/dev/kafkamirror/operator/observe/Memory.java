package dev.kafkamirror.operator.observe;

import java.time.Instant;

/**
 * What the operator remembers of a mirror between two reconciles. Losing it (a restart) costs at
 * most one early status write.
 *
 * @param lastReplicating when the pods' reports last showed every partition replicating; the
 *     operator's start when they never did
 * @param lastStatusWrite when the status was last written, null when not since the operator started
 */
public record Memory(Instant lastReplicating, Instant lastStatusWrite) {}
