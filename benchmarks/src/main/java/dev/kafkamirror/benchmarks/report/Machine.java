package dev.kafkamirror.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Where it was measured, and of what. */
public record Machine(Map<String, String> hardware, Map<String, String> versions) {

  /**
   * @param data directory of the brokers' data
   * @param commit of the project
   */
  public static Machine here(Path data, String commit) {
    Map<String, String> hardware = new LinkedHashMap<>();
    hardware.put("processor", line("/proc/cpuinfo", "model name"));
    hardware.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    hardware.put("memory", line("/proc/meminfo", "MemTotal"));
    hardware.put("loadAtStart", lines("/proc/loadavg").findFirst().orElse("unknown"));
    hardware.put("kernel", System.getProperty("os.version"));
    hardware.put("data", fileSystem(data));
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("commit", commit);
    versions.putAll(built());
    versions.put("java", Runtime.version().toString());
    return new Machine(hardware, versions);
  }

  private static Map<String, String> built() {
    Properties properties = new Properties();
    try (InputStream in = Machine.class.getResourceAsStream("/benchmarks-versions.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> versions = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(n -> versions.put(n, properties.getProperty(n)));
    return versions;
  }

  private static String line(String file, String key) {
    return lines(file)
        .filter(l -> l.startsWith(key))
        .map(l -> l.substring(l.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException("the benchmarks need Linux and its " + file, e);
    }
  }

  private static String fileSystem(Path data) {
    try {
      return Files.getFileStore(data).type();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
