package dev.kafkamirror.operator.chart;

import dev.kafkamirror.local.process.Command;
import dev.kafkamirror.local.tools.GoTool;
import dev.kafkamirror.local.tools.GoTools;
import dev.kafkamirror.local.tools.UserCache;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The project's chart and the real helm. */
final class Chart {
  static final Path FOLDER = Path.of("../helm/kafka-mirror-operator");

  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");

  private final Path helm = new GoTools(UserCache.ofUser(), System.err::println).path(GoTool.HELM);

  /**
   * What {@code helm template} makes for release {@code op} in namespace {@code mirrors}.
   *
   * @param sets each {@code key=value}, as for {@code --set}
   */
  List<HasMetadata> render(String... sets) {
    List<String> words =
        new ArrayList<>(List.of("template", "op", FOLDER.toString(), "--namespace", "mirrors"));
    words.addAll(List.of("--kube-version", "1.34.4"));
    for (String set : sets) {
      words.addAll(List.of("--set", set));
    }
    return DOCUMENTS
        .splitAsStream(helm(words.toArray(String[]::new)))
        .filter(document -> document.contains("kind:"))
        .map(document -> Serialization.unmarshal(document, HasMetadata.class))
        .toList();
  }

  /**
   * @throws dev.kafkamirror.local.process.CommandFailedException with what helm says
   */
  String helm(String... words) {
    List<String> command = new ArrayList<>(List.of(helm.toString()));
    command.addAll(List.of(words));
    return Command.of(command).run();
  }
}
