package dev.kafkamirror.operator;

import java.time.Duration;
import java.util.Map;

/**
 * Which Lease says which of several operators acts.
 *
 * @param namespace of the Lease
 * @param name of the Lease, the same for all operators of an installation
 * @param identity of this process
 * @param lease another may lead when the Lease was not renewed for so long
 */
public record Leadership(String namespace, String name, String identity, Duration lease) {
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** With the usual 15 seconds. */
  public Leadership(String namespace, String name, String identity) {
    this(namespace, name, identity, LEASE);
  }

  /** Who could not renew it for so long no longer leads: well before another may. */
  Duration renewWithin() {
    return lease.multipliedBy(2).dividedBy(3);
  }

  /** Between two tries to get or renew it. */
  Duration retry() {
    return lease.multipliedBy(2).dividedBy(15);
  }

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
