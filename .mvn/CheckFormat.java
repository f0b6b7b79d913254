import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java file below some folders: {@code java CheckFormat.java [--replace]
 * google-java-format.jar FOLDER...}. Without {@code --replace} it only lists what differs and exits with 1.
 */
public class CheckFormat {
  public static void main(String[] args) throws Exception {
    var rest = new ArrayList<>(List.of(args));
    boolean replace = rest.remove("--replace");
    String jar = rest.removeFirst();
    List<String> files = new ArrayList<>();
    for (String folder : rest) {
      files.addAll(javaFiles(Path.of(folder)));
    }
    if (files.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    for (String name : List.of("api", "code", "file", "parser", "tree", "util")) {
      command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + name + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar));
    command.addAll(replace ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    command.addAll(files);
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      System.err.println("The files above are not formatted. Run ./format and look at what it changed.");
    }
    System.exit(exit);
  }

  private static List<String> javaFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().toList();
    }
  }
}
