package dev.kafkamirror.local.tools;

import dev.kafkamirror.local.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Builds {@link GoTool}s once a user and version. All of them together take some eight minutes on
 * two cores the first time.
 */
public final class GoTools {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(45);

  private final UserCache cache;
  private final GoToolchain toolchain;
  private final Consumer<String> progress;

  /**
   * @param progress told one line before each long step
   */
  public GoTools(UserCache cache, Consumer<String> progress) {
    this.cache = cache;
    this.toolchain = new GoToolchain(cache, progress);
    this.progress = progress;
  }

  /** Where the executable file is, which is built when it is not there yet. */
  public Path path(GoTool tool) {
    return build(tool, "building " + tool.program());
  }

  /** Builds those that are not there yet, and says which of how many. */
  public void prepare(Collection<GoTool> tools) {
    var missing = tools.stream().filter(tool -> !cache.has(entry(tool))).toList();
    if (!missing.isEmpty()) {
      progress.accept(
          "building "
              + missing.size()
              + " programs from their Go modules, once on this machine (several minutes)");
    }
    for (int i = 0; i < missing.size(); i++) {
      build(
          missing.get(i),
          "building %s (%d of %d)".formatted(missing.get(i).program(), i + 1, missing.size()));
    }
  }

  private Path build(GoTool tool, String message) {
    return cache.get(
        entry(tool),
        target -> {
          progress.accept(message);
          compile(tool, target);
        });
  }

  private void compile(GoTool tool, Path target) throws IOException {
    var module = GoModule.load(tool.module());
    var source = Files.createTempDirectory("kafka-mirror-go-");
    try {
      module.write(source);
      var words = new ArrayList<>(List.of(toolchain.go().toString(), "build"));
      words.addAll(module.buildFlags());
      words.addAll(List.of("-o", target.toString(), tool.mainPackage()));
      Command.of(words)
          .withDirectory(source)
          .withLimit(BUILD_LIMIT)
          // A Go older than a module asks for fetches the newer one itself.
          .withEnvironment(Map.of("CGO_ENABLED", "0", "GOTOOLCHAIN", "auto", "GOFLAGS", ""))
          .run();
    } finally {
      Trees.delete(source);
    }
  }

  private static String entry(GoTool tool) {
    return "bin/" + GoModule.load(tool.module()).key(tool) + "/" + tool.program();
  }
}
