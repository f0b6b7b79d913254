package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.convert.Conversion;
import dev.kafkamirror.replicator.convert.ConversionException;
import dev.kafkamirror.replicator.convert.Converter;
import dev.kafkamirror.replicator.convert.Lookup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A configuration of MirrorMaker 2 on this machine, and what it refers to. */
final class MirrorMakerFile implements Lookup {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorMakerFile.class);

  private final Path path;

  MirrorMakerFile(Path path) {
    this.path = path;
  }

  /** Reads it as Strimzi's YAML when it is called so, else as properties. */
  Conversion convert(Set<String> targets) throws IOException, ConversionException {
    String name = path.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml")
        ? Converter.strimzi(Files.readAllBytes(path), targets, this)
        : convertProperties(targets);
  }

  Conversion convertProperties(Set<String> targets) throws IOException, ConversionException {
    Properties properties = new Properties();
    // As Kafka does: in ISO 8859-1.
    try (InputStream in = Files.newInputStream(path)) {
      properties.load(in);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> settings.put(n, properties.getProperty(n)));
    return Converter.properties(settings, targets, this);
  }

  @Override
  public Optional<byte[]> file(String file) {
    try {
      return Optional.of(Files.readAllBytes(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      LOG.atDebug().addKeyValue("file", file).setCause(e).log("A file can't be read");
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> environment(String variable) {
    return Optional.ofNullable(System.getenv(variable));
  }
}
