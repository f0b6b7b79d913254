package dev.kafkamirror.replicator.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Jars with classes of a user's, compiled against what the tests have. */
public final class PluginJar {
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private PluginJar() {}

  /**
   * Compiles classes into a jar.
   *
   * @param sources by the name of the class, with the package
   * @param left classes that are compiled and left out of the jar, as one that was forgotten
   */
  public static Path write(Path jar, Map<String, String> sources, String... left)
      throws IOException {
    Path classes = Files.createTempDirectory(jar.getParent(), "classes");
    StringWriter problems = new StringWriter();
    List<JavaFileObject> files =
        sources.entrySet().stream()
            .<JavaFileObject>map(e -> new Source(e.getKey(), e.getValue()))
            .toList();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                problems,
                null,
                null,
                List.of("-proc:none", "-d", classes.toString(), "-classpath", classPath),
                null,
                files)
            .call();
    if (!compiled) {
      throw new AssertionError(problems.toString());
    }
    for (String name : left) {
      Files.delete(classes.resolve(name.replace('.', '/') + ".class"));
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
    }
    return jar;
  }

  /** One class of package {@code com.example} with the imports that plug-ins need. */
  public static Map<String, String> ofExample(String className, String declaration) {
    return Map.of(
        "com.example." + className,
        """
        package com.example;
        import java.util.*;
        import org.apache.kafka.common.Configurable;
        import org.apache.kafka.connect.mirror.*;
        %s
        """
            .formatted(declaration));
  }
}
