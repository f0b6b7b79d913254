package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.tools.GoTools;
import dev.kafkamirror.local.tools.UserCache;
import java.io.IOException;

/** A JVM of its own that starts a cluster, says where, and waits for its end. */
final class ClusterOwner {
  private ClusterOwner() {}

  /** Prints the directory, the PID namespace and the containers of the cluster it started. */
  public static void main(String[] arguments) throws IOException {
    boolean withNode = arguments[0].equals("node");
    var cache = UserCache.ofUser();
    var cluster =
        LocalCluster.start(
            cache, new GoTools(cache, System.err::println), !withNode, System.err::println);
    if (withNode) {
      KubernetesClusterIT.runPod(cluster, "sleeper");
    }
    var traces = Traces.of(cluster);
    System.out.println(traces.directory());
    System.out.println(traces.pidNamespace());
    System.out.println(String.join(" ", traces.containers()));
    if (System.in.read() < 0) {
      throw new IllegalStateException("the test has gone");
    }
  }
}
