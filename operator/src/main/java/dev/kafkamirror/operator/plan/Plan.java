package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import dev.kafkamirror.operator.scale.ScaleHistory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one reconcile shall write. Everything empty: nothing changed.
 *
 * @param children objects to apply, in this order
 * @param deletions objects that the operator made and that are not wanted any more
 * @param podPatches annotations to patch, after the children are applied
 * @param status the status to write
 * @param events to tell people
 * @param again when to look again, if nothing happens before
 * @param replicating whether every partition was seen to replicate
 * @param lagHighSince since when the lag is higher than it may be, null while it is not
 * @param scale what the autoscaler goes by the next time
 */
public record Plan(
    List<HasMetadata> children,
    List<HasMetadata> deletions,
    List<PodPatch> podPatches,
    Optional<KafkaMirrorStatus> status,
    List<MirrorEvent> events,
    Duration again,
    boolean replicating,
    Instant lagHighSince,
    ScaleHistory scale) {

  public Plan {
    children = List.copyOf(children);
    deletions = List.copyOf(deletions);
    podPatches = List.copyOf(podPatches);
    events = List.copyOf(events);
  }
}
