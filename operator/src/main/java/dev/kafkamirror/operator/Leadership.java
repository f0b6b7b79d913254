package dev.kafkamirror.operator;

import java.time.Duration;
import java.util.Map;

/**
 * Which Lease says which of several operators acts.
 *
 * @param namespace of the Lease
 * @param name of the Lease, the same for all operators of an installation
 * @param identity of this process
 */
public record Leadership(String namespace, String name, String identity) {
  /** Another may lead when the Lease was not renewed for so long. */
  static final Duration LEASE = Duration.ofSeconds(15);

  /** Who could not renew it for so long no longer leads: well before another may. */
  static final Duration RENEW_WITHIN = Duration.ofSeconds(10);

  static final Duration RETRY = Duration.ofSeconds(2);

  /** By {@code LEASE_NAME}, {@code POD_NAMESPACE} and {@code POD_NAME}; null without a name. */
  static Leadership from(Map<String, String> environment) {
    var name = environment.getOrDefault("LEASE_NAME", "").strip();
    return name.isEmpty()
        ? null
        : new Leadership(
            OperatorConfig.required(environment, "POD_NAMESPACE", "the operator's own namespace"),
            name,
            OperatorConfig.required(environment, "POD_NAME", "the name of the operator's pod"));
  }
}
