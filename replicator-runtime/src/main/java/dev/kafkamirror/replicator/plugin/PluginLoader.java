package dev.kafkamirror.replicator.plugin;

import dev.kafkamirror.api.v1alpha1.PluginSpec;
import dev.kafkamirror.api.v1alpha1.PluginsSpec;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.GroupFilter;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;

/** Makes the objects of the classes that a spec names, out of the jars of a directory. */
public final class PluginLoader {
  /** Shown in an error: enough to see that it is the wrong directory. */
  private static final int JARS_SHOWN = 10;

  private final List<Path> jars;
  private final PluginClassLoader classes;
  private final Map<String, String> flow;
  private final Path directory;

  private PluginLoader(Path directory, Map<String, String> flow) throws IOException {
    this.directory = directory;
    this.flow = flow;
    this.jars = jars(directory);
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    this.classes =
        new PluginClassLoader(urls.toArray(URL[]::new), PluginLoader.class.getClassLoader());
  }

  /**
   * Loads and configures all of them.
   *
   * @param flow what every class is told of the flow; its own config counts before that
   * @throws PluginFailedException when one of them cannot be had
   */
  public static Plugins load(PluginsSpec spec, Map<String, String> flow) {
    if (Stream.of(
            spec.replicationPolicy(),
            spec.topicFilter(),
            spec.groupFilter(),
            spec.configPropertyFilter())
        .allMatch(plugin -> plugin == null)) {
      return Plugins.NONE;
    }
    PluginLoader loader;
    try {
      loader = new PluginLoader(Path.of(spec.path()), flow);
    } catch (IOException e) {
      throw new PluginFailedException(
          "directory %s with the jars of the plug-ins can't be read: %s. Mount a volume with the jars there, or correct spec.plugins.path"
              .formatted(spec.path(), e),
          e);
    }
    return new Plugins(
        loader.load("replicationPolicy", spec.replicationPolicy(), ReplicationPolicy.class),
        loader.load("topicFilter", spec.topicFilter(), TopicFilter.class),
        loader.load("groupFilter", spec.groupFilter(), GroupFilter.class),
        loader.load(
            "configPropertyFilter", spec.configPropertyFilter(), ConfigPropertyFilter.class));
  }

  /** Kubernetes keeps what it mounts a second time in directories whose names begin with "..". */
  private static List<Path> jars(Path directory) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path entry : entries(directory)) {
      if (Files.isDirectory(entry)) {
        entries(entry).stream().filter(PluginLoader::isJar).forEach(jars::add);
      } else if (isJar(entry)) {
        jars.add(entry);
      }
    }
    return jars;
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith(".."))
          .sorted()
          .toList();
    }
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
  }

  private <T> PluginObject<T> load(String name, PluginSpec spec, Class<T> type) {
    if (spec == null) {
      return null;
    }
    String field = "spec.plugins." + name;
    T object = make(field, spec.className(), type);
    PluginObject<T> plugin = new PluginObject<>(field, object);
    if (object instanceof Configurable configurable) {
      Map<String, String> config = new HashMap<>(flow);
      if (spec.config() != null) {
        config.putAll(spec.config());
      }
      plugin.call(
          "configure",
          String.join(", ", config.keySet().stream().sorted().toList()),
          _ -> {
            configurable.configure(config);
            return null;
          });
    }
    return plugin;
  }

  private <T> T make(String field, String className, Class<T> type) {
    try {
      Class<?> found = Class.forName(className, true, classes);
      if (!type.isAssignableFrom(found)) {
        throw failed(field, className, "does not implement " + type.getName(), null);
      }
      return type.cast(found.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw failed(field, className, "is in none of the jars of " + directory + ": " + shown(), e);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw failed(
          field, className, "must be public and have a public constructor without parameters", e);
    } catch (InstantiationException e) {
      throw failed(field, className, "is abstract: name a class that extends it", e);
    } catch (InvocationTargetException e) {
      String thrown = PluginFailedException.text(e.getCause());
      throw failed(field, className, "can't be made, its constructor threw " + thrown, e);
    } catch (LinkageError e) {
      String thrown = PluginFailedException.text(e);
      throw failed(
          field,
          className,
          "can't be loaded (%s): put the jars that it needs into %s, built for Java %d or older"
              .formatted(thrown, directory, Runtime.version().feature()),
          e);
    }
  }

  private static PluginFailedException failed(
      String field, String className, String what, Throwable cause) {
    return new PluginFailedException(
        "class %s %s. Correct %s, or the jar, and restart"
            .formatted(className, what, field + ".className"),
        cause);
  }

  private String shown() {
    if (jars.isEmpty()) {
      return "there are none";
    }
    String first =
        jars.stream()
            .limit(JARS_SHOWN)
            .map(jar -> directory.relativize(jar).toString())
            .collect(Collectors.joining(", "));
    return jars.size() > JARS_SHOWN ? first + " and more" : first;
  }
}
