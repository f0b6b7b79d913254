package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.replicator.settings.ClientSettings;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Properties on their way to another process. */
final class PropertiesFile {
  private PropertiesFile() {}

  static String text(Map<String, Object> map) {
    Properties properties = new Properties();
    properties.putAll(map);
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static ClientSettings client(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    Map<String, Object> common = new HashMap<>();
    properties.stringPropertyNames().forEach(n -> common.put(n, properties.getProperty(n)));
    return new ClientSettings("cluster", null, common, Map.of(), Map.of(), Map.of());
  }
}
