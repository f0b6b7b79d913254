package dev.kafkamirror.local.kubernetes;

import dev.kafkamirror.local.process.Command;
import dev.kafkamirror.local.tools.UserCache;
import java.nio.file.Path;

/** The image of a pod's first container, which does nothing. Needs Debian's {@code catatonit}. */
final class PauseImage {
  static final String NAME = "kafka-mirror-pause:1";

  private PauseImage() {}

  /** The docker archive, which is made when it is not there yet. */
  static Path get(UserCache cache) {
    return cache.get(
        "images/kafka-mirror-pause-1.tar",
        target ->
            Command.of(
                    "bash",
                    "-c",
                    Resources.text("pause-image.sh"),
                    "pause-image",
                    target.toString(),
                    NAME,
                    architecture(System.getProperty("os.arch")))
                .run());
  }

  /** The name that images have for a processor that Java calls so. */
  static String architecture(String java) {
    return java.equals("aarch64") ? "arm64" : java;
  }
}
