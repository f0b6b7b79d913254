package dev.kafkamirror.local.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a local cluster leaves on the machine while it runs, and should not when it has ended.
 *
 * @param directory its own
 * @param pidNamespace as /proc names it
 * @param containers ids of its containers, which cgroups are named after
 */
record Traces(Path directory, String pidNamespace, List<String> containers) {
  private static final Pattern NAMESPACE = Pattern.compile("/proc/(\\d+)/ns/net");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  static Traces of(KubernetesCluster cluster) {
    var prefix = String.join(" ", cluster.networkSpace().commandPrefix());
    var pid = NAMESPACE.matcher(prefix).results().findFirst().orElseThrow().group(1);
    var directory = cluster.kubeconfig().getParent().getParent();
    try {
      var namespace = Files.readSymbolicLink(Path.of("/proc", pid, "ns/pid")).toString();
      var tasks = directory.resolve("containerd/state/io.containerd.runtime.v2.task/k8s.io");
      return new Traces(directory, namespace, Files.exists(tasks) ? names(tasks) : List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is there now, in words. */
  List<String> remaining() {
    var remaining = new ArrayList<String>();
    if (Files.exists(directory)) {
      remaining.add(directory.toString());
    }
    var link = Path.of("/sys/class/net", "km" + directory.getFileName());
    if (Files.exists(link)) {
      remaining.add(link.toString());
    }
    for (var process : names(Path.of("/proc"))) {
      if (namespaceOf(process).equals(pidNamespace)) {
        remaining.add("process " + process);
      }
    }
    for (var controller : names(CGROUPS)) {
      for (var container : containers) {
        var group = CGROUPS.resolve(controller).resolve(container);
        if (Files.exists(group)) {
          remaining.add(group.toString());
        }
      }
    }
    return remaining;
  }

  private static String namespaceOf(String process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", process, "ns/pid")).toString();
    } catch (IOException e) {
      // Not a process, or one that has just ended.
      return "";
    }
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
