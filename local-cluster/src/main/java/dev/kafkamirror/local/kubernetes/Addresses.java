package dev.kafkamirror.local.kubernetes;

/**
 * The addresses of an instance: a /22 out of 198.18.0.0/15, the range that RFC 2544 reserves for
 * benchmarks, so that they collide neither with a real network nor with another instance.
 *
 * @param slot number of the instance, 0 to 63
 */
record Addresses(int slot) {
  Addresses {
    if (slot < 0 || slot > 63) {
      throw new IllegalArgumentException("no such slot: " + slot);
    }
  }

  /** All of them, for the host's route. */
  String all() {
    return in(0, "0/22");
  }

  /** The host's end of the link. */
  String host() {
    return in(0, "1");
  }

  /** The instance's end of the link: its servers listen there. */
  String node() {
    return in(0, "2");
  }

  String podSubnet() {
    return in(1, "0/24");
  }

  String podGateway() {
    return in(1, "1");
  }

  String firstPod() {
    return in(1, "10");
  }

  String serviceSubnet() {
    return in(2, "0/24");
  }

  /** Of the service {@code kubernetes.default}. */
  String firstService() {
    return in(2, "1");
  }

  /** Name of the host's end of the link. */
  String hostInterface() {
    return "km" + slot;
  }

  private String in(int part, String rest) {
    return "198.18." + (4 * slot + part) + "." + rest;
  }
}
