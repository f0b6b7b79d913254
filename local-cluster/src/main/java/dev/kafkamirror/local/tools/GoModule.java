package dev.kafkamirror.local.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One of the committed Go modules, which pin what is built by {@code go.mod} and {@code go.sum}.
 *
 * @param name its directory
 * @param mod text of {@code go.mod}
 * @param sum text of {@code go.sum}
 * @param main text of {@code main.go}; empty when a required module's program is built
 */
record GoModule(String name, String mod, String sum, String main) {

  static GoModule load(String name) {
    var directory = "go/" + name + "/";
    return new GoModule(
        name,
        resource(directory + "go.mod"),
        resource(directory + "go.sum"),
        GoModule.class.getResource(directory + "main.go") == null
            ? ""
            : resource(directory + "main.go"));
  }

  /**
   * The version of the module that a package belongs to.
   *
   * @param packagePath such as {@code k8s.io/kubernetes/cmd/kubelet}
   */
  String versionOf(String packagePath) {
    for (var path = packagePath; !path.isEmpty(); path = parent(path)) {
      var requirement =
          Pattern.compile("^(?:require)?\\s+" + Pattern.quote(path) + " (v\\S+)", Pattern.MULTILINE)
              .matcher(mod);
      if (requirement.find()) {
        return requirement.group(1);
      }
    }
    throw new IllegalArgumentException(name + "/go.mod requires nothing for " + packagePath);
  }

  /**
   * Flags of {@code go build}: without symbol tables, and Kubernetes with its version, because its
   * components refuse each other when they are all 0.0.0.
   */
  List<String> buildFlags() {
    var ldflags = "-s -w";
    if (name.equals("kubernetes")) {
      var version = versionOf("k8s.io/kubernetes");
      var numbers = version.substring(1).split("\\.", -1);
      ldflags +=
          variable("component-base/version.gitVersion", version)
              + variable("component-base/version.gitMajor", numbers[0])
              + variable("component-base/version.gitMinor", numbers[1])
              + variable("client-go/pkg/version.gitVersion", version);
    }
    return List.of("-trimpath", "-buildvcs=false", "-ldflags=" + ldflags);
  }

  private static String variable(String name, String value) {
    return " -X k8s.io/" + name + "=" + value;
  }

  /** Names what comes out: another text here means another program. */
  String key(GoTool tool) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : List.of(mod, sum, main, String.join(" ", buildFlags()))) {
        digest.update(part.getBytes(UTF_8));
      }
      return "%s-%s-%s"
          .formatted(
              name, versionOf(tool.pinned()), HexFormat.of().formatHex(digest.digest(), 0, 6));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("go.mod"), mod);
    Files.writeString(directory.resolve("go.sum"), sum);
    if (!main.isEmpty()) {
      Files.writeString(directory.resolve("main.go"), main);
    }
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String resource(String path) {
    try (var stream = GoModule.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
