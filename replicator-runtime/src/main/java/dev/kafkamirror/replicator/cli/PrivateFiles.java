package dev.kafkamirror.replicator.cli;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read, from their first byte on. */
final class PrivateFiles {
  private PrivateFiles() {}

  static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    try (var out =
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
