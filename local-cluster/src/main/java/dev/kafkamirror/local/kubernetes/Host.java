package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.tools.DebianPackages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What this machine has of what a cluster without Docker needs.
 *
 * @param system as Java names it
 * @param user who runs this
 * @param missingPackages Debian packages that are not installed
 * @param installable whether this user can install them
 */
record Host(String system, String user, List<String> missingPackages, boolean installable) {
  /** A file of each Debian package. */
  static final Map<String, Path> PACKAGES =
      Map.of(
          "bash", Path.of("/bin/bash"),
          "util-linux", Path.of("/usr/bin/unshare"),
          "iproute2", Path.of("/usr/bin/ip"),
          "iptables", Path.of("/usr/sbin/iptables"),
          "containerd", Path.of("/usr/bin/containerd"),
          "runc", Path.of("/usr/sbin/runc"),
          "containernetworking-plugins", Path.of("/usr/lib/cni/bridge"),
          "catatonit", Path.of("/usr/bin/catatonit"));

  static Host here() {
    return new Host(
        System.getProperty("os.name"),
        System.getProperty("user.name"),
        new DebianPackages(PACKAGES, line -> {}).missing(),
        DebianPackages.installable());
  }

  /** What stands in the way, each with what to do about it; empty when nothing does. */
  List<String> lacks() {
    var lacks = new ArrayList<String>();
    if (!system.equals("Linux")) {
      lacks.add("Linux (this is " + system + ")");
    }
    if (!user.equals("root")) {
      lacks.add("root (you are " + user + ")");
    }
    if (!missingPackages.isEmpty() && !installable) {
      lacks.add("packages (" + DebianPackages.installCommand(missingPackages) + ")");
    }
    return lacks;
  }
}
