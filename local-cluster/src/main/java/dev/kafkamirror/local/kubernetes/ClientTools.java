package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.process.Command;
import dev.kafkamirror.local.tools.GoTool;
import dev.kafkamirror.local.tools.GoTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * kubectl and helm for one cluster. They keep their caches beside its kubeconfig file, away from
 * the user's.
 *
 * @param caches directory for them
 */
record ClientTools(Path kubeconfig, Path caches, GoTools tools) {
  /** Only for what hangs: what waits has a time-out among its arguments. */
  private static final Duration LIMIT = Duration.ofMinutes(30);

  Path kubectlProgram() {
    return tools.path(GoTool.KUBECTL);
  }

  String kubectl(String... arguments) {
    return command(GoTool.KUBECTL, List.of(arguments)).run();
  }

  String apply(String documents) {
    return command(GoTool.KUBECTL, List.of("apply", "--filename=-")).withInput(documents).run();
  }

  String helm(String... arguments) {
    return command(GoTool.HELM, List.of(arguments)).run();
  }

  private Command command(GoTool tool, List<String> arguments) {
    var words = new ArrayList<String>();
    words.add(tools.path(tool).toString());
    words.addAll(arguments);
    return Command.of(words)
        .withLimit(LIMIT)
        .withEnvironment(
            Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "KUBECACHEDIR", caches.resolve("kubectl").toString(),
                "HELM_CACHE_HOME", caches.resolve("helm").toString(),
                "HELM_CONFIG_HOME", caches.resolve("helm").toString(),
                "HELM_DATA_HOME", caches.resolve("helm").toString()));
  }
}
