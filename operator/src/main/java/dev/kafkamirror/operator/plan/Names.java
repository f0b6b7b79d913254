package dev.kafkamirror.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.stream.Collectors;

/** Names, labels and annotations that the operator gives to what it makes for a mirror. */
public final class Names {
  /** The field manager of everything that the operator writes. */
  public static final String FIELD_MANAGER = "kafka-mirror-operator";

  /** Name of the mirror that an object belongs to. */
  public static final String MIRROR_LABEL = "kafkamirror.dev/mirror";

  /** Selects every object that the operator made. */
  public static final String OWN_SELECTOR =
      "app.kubernetes.io/managed-by=kafka-mirror-operator,app.kubernetes.io/name=kafka-mirror-replicator";

  /** On a pod: revision of the settings that its mounted file should show. */
  public static final String REVISION = "kafkamirror.dev/revision";

  /** On a pod: hash of the versions of the Secrets that its mounted files should show. */
  public static final String SECRETS = "kafkamirror.dev/secrets";

  /** On a pod: when the operator last asked the kubelet to look at the mounted files. */
  public static final String REFRESHED = "kafkamirror.dev/refreshed";

  /** On a template of pods: hash of the plug-ins that they load when they start. */
  public static final String PLUGINS = "kafkamirror.dev/plugins";

  /** On a child: hash of the object as it was last applied. */
  public static final String APPLIED = "kafkamirror.dev/applied";

  /** On a mirror, and then on its pods: another value rolls the pods. */
  public static final String RESTART = "kafkamirror.dev/restart";

  /** On a pod: {@code spec.restartNonce}. */
  static final String RESTART_NONCE = "kafkamirror.dev/restart-nonce";

  private Names() {}

  /** Name of everything that is made for a mirror. */
  public static String child(String mirror) {
    return mirror + "-replicator";
  }

  /** Labels of everything that belongs to a mirror. */
  public static Map<String, String> labels(String mirror) {
    return Map.of(
        "app.kubernetes.io/name",
        "kafka-mirror-replicator",
        "app.kubernetes.io/instance",
        mirror,
        "app.kubernetes.io/managed-by",
        "kafka-mirror-operator",
        MIRROR_LABEL,
        mirror);
  }

  /** Labels that select a mirror's pods. Immutable in a Deployment: never add to them. */
  public static Map<String, String> selector(String mirror) {
    return Map.of(
        "app.kubernetes.io/name", "kafka-mirror-replicator", "app.kubernetes.io/instance", mirror);
  }

  /** {@link #selector} as text, for the scale subresource. */
  public static String selectorText(String mirror) {
    return selector(mirror).entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .sorted()
        .collect(Collectors.joining(","));
  }

  static String describe(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
