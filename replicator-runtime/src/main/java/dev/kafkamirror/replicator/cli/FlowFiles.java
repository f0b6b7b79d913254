package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.convert.Conversion;
import dev.kafkamirror.replicator.convert.ConvertedMirror;
import dev.kafkamirror.replicator.convert.ConvertedSecret;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a conversion made, as files that engines run on, in a directory that only this user may
 * enter.
 *
 * @param directory holds all of them
 * @param flows one for each mirror
 */
record FlowFiles(Path directory, List<Flow> flows) {
  private static final Logger LOG = LoggerFactory.getLogger(FlowFiles.class);

  /** One flow and the files that it runs on. */
  record Flow(String name, SettingsFiles settings) {}

  static FlowFiles write(Conversion conversion) throws IOException {
    Path directory = Files.createTempDirectory("replicator-");
    FlowFiles files = new FlowFiles(directory, new ArrayList<>());
    try {
      Path secrets = Files.createDirectory(directory.resolve("secrets"));
      for (ConvertedSecret secret : conversion.secrets()) {
        Path keys = Files.createDirectory(secrets.resolve(secret.name()));
        for (Map.Entry<String, String> text : secret.data().entrySet()) {
          PrivateFiles.write(keys.resolve(text.getKey()), text.getValue());
        }
      }
      for (ConvertedMirror mirror : conversion.mirrors()) {
        Path settings = directory.resolve(mirror.name() + ".yaml");
        PrivateFiles.write(settings, mirror.yaml());
        files.flows().add(new Flow(mirror.name(), new SettingsFiles(settings, secrets)));
      }
      return files;
    } catch (IOException e) {
      files.delete();
      throw e;
    }
  }

  /** Deletes all of them. */
  void delete() {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("directory", directory)
          .setCause(e)
          .log("The directory with settings and secrets could not be deleted; delete it by hand");
    }
  }
}
