package dev.kafkamirror.operator.status;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Acls;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Flow;
import java.util.Optional;

/** Judges {@code AclsSynced}: whether the target has the ACLs of the source that it should. */
public final class AclsVerdict {
  private AclsVerdict() {}

  /** The verdict, empty when no ACLs are mirrored or no pod leads. */
  public static Optional<Verdict> of(Fleet fleet) {
    return fleet.flow().map(Flow::acls).map(AclsVerdict::of);
  }

  private static Verdict of(Acls acls) {
    Truth synced = acls.reason().equals(Acls.SYNCED) ? Truth.True : Truth.False;
    return new Verdict(ConditionType.AclsSynced, synced, acls.reason(), acls.message());
  }
}
