package dev.kafkamirror.operator.reconcile;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.operator.plan.SettingsFile;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The settings that pods run on, by mirror. Every reconcile looks at those of all mirrors, so each
 * text is parsed once.
 */
final class NeighbourSettings {
  private final Map<ResourceID, Parsed> parsed = new ConcurrentHashMap<>();

  private record Parsed(String text, Optional<KafkaMirrorSpec> spec) {
    static Parsed of(String text) {
      return new Parsed(text, SettingsFile.parse(text));
    }
  }

  /** What a mirror's settings file says; empty when it is none. */
  Optional<KafkaMirrorSpec> of(ResourceID mirror, String text) {
    return parsed
        .compute(
            mirror,
            (_, known) -> known != null && known.text().equals(text) ? known : Parsed.of(text))
        .spec();
  }

  void forgetAllBut(Set<ResourceID> mirrors) {
    parsed.keySet().retainAll(mirrors);
  }
}
