package dev.kafkamirror.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the parts of this checkout are.
 *
 * @param root the folder of the parent POM
 */
public record ProjectFiles(Path root) {

  /** Looks for the checkout from the working directory upwards. */
  public static ProjectFiles find() {
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      if (Files.isDirectory(p.resolve("helm")) && Files.isDirectory(p.resolve("crds"))) {
        return new ProjectFiles(p);
      }
    }
    throw new IllegalStateException("run this inside a checkout of the Kafka Mirror Operator");
  }

  Path chart() {
    return root.resolve("helm/kafka-mirror-operator");
  }

  /** The image that a module's build made. */
  Path image(String module) {
    return root.resolve(module).resolve("target/image.tar");
  }

  /** One of the examples. */
  public Path example(String name) {
    return root.resolve("examples").resolve(name);
  }

  Path logs() {
    return root.resolve("end-to-end/target/quickstart");
  }
}
