package dev.kafkamirror.quickstart;

import java.io.PrintStream;

/** Tells a person what to try while the quickstart stays up. */
final class LookAround {
  private LookAround() {}

  static void print(PrintStream out, Playground playground) {
    out.println();
    for (String kafka : Playground.KAFKAS) {
      out.printf("  Kafka %-6s %s%n", kafka, playground.kafka(kafka).bootstrapServers());
    }
    if (playground.kubernetes() == null) {
      out.println("  The engine's status: curl " + playground.replicatorUrl() + "/v1/status");
    } else {
      out.printf(
          """
            export KUBECONFIG=%s
            export PATH=%s:$PATH

          Three commands to try:
            kubectl --namespace %s describe kafkamirror active-standby
            kubectl --namespace %s scale kafkamirror active-standby --replicas=3
            kubectl --namespace %s apply -f examples/fan-out.yaml
          """,
          playground.kubernetes().kubeconfig(),
          playground.kubernetes().kubectlProgram().getParent(),
          Playground.NAMESPACE,
          Playground.NAMESPACE,
          Playground.NAMESPACE);
    }
    out.println();
    out.println("Ctrl-C ends and removes everything.");
  }
}
