package dev.kafkamirror.local.image;

import dev.kafkamirror.local.tools.UserCache;
import java.nio.file.Path;
import java.util.List;

/** The image of a pod's first container, which does nothing. Needs Debian's {@code catatonit}. */
public final class PauseImage {
  public static final String NAME = "kafka-mirror-pause:1";

  private PauseImage() {}

  /** The docker archive, which is made when it is not there yet. */
  public static Path get(UserCache cache) {
    return cache.get(
        "images/kafka-mirror-pause-1.tar",
        target ->
            Scripts.call("pause_image", List.of(target.toString(), NAME, Scripts.architecture()))
                .run());
  }
}
