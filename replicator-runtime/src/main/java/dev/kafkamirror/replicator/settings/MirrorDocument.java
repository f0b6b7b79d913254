package dev.kafkamirror.replicator.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;

/**
 * A KafkaMirror as {@code kubectl apply} takes it. (The API's own class extends one of the
 * Kubernetes client, which the engine does without.)
 */
@JsonIgnoreProperties("status")
record MirrorDocument(String apiVersion, String kind, Metadata metadata, KafkaMirrorSpec spec) {

  /**
   * What the engine reads of the metadata; labels, annotations and so on are of no concern to it.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Metadata(String name, String namespace) {}
}
