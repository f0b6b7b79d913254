package dev.kafkamirror.operator.observe;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one reconcile goes by.
 *
 * @param children the live objects that the operator made for this mirror
 * @param secrets the Secrets that the mirror refers to and that exist, by name
 * @param pods the mirror's pods, by name
 * @param neighbours every other mirror that the operator looks after
 */
public record Observation(
    KafkaMirror mirror,
    List<HasMetadata> children,
    Map<String, SecretState> secrets,
    List<PodState> pods,
    List<Neighbour> neighbours,
    Memory memory) {

  public Observation {
    children = List.copyOf(children);
    secrets = Map.copyOf(secrets);
    pods = List.copyOf(pods);
    neighbours = List.copyOf(neighbours);
  }

  /** The mirror's Deployment, when there is one. */
  public Optional<Deployment> deployment() {
    return child(Deployment.class);
  }

  /** The ConfigMap with the settings file, when there is one. */
  public Optional<ConfigMap> configMap() {
    return child(ConfigMap.class);
  }

  private <T extends HasMetadata> Optional<T> child(Class<T> kind) {
    return children.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
