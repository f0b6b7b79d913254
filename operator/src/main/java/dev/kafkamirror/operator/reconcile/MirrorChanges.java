package dev.kafkamirror.operator.reconcile;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Tells a change of a mirror that concerns the operator from the echo of its own status writes. */
public final class MirrorChanges {
  private static final String OWN_DOMAIN = "kafkamirror.dev/";

  private MirrorChanges() {}

  /** Whether spec, an annotation of our domain, or the deletion differs. */
  public static boolean matter(KafkaMirror now, KafkaMirror before) {
    return !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(
            now.getMetadata().getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp())
        || !Objects.equals(now.getMetadata().getUid(), before.getMetadata().getUid())
        || !ownAnnotations(now).equals(ownAnnotations(before));
  }

  private static Map<String, String> ownAnnotations(KafkaMirror mirror) {
    var own =
        new TreeMap<>(Objects.requireNonNullElse(mirror.getMetadata().getAnnotations(), Map.of()));
    own.keySet().removeIf(name -> !name.startsWith(OWN_DOMAIN));
    return own;
  }
}
