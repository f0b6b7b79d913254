package dev.kafkamirror.replicator.plugin;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * Classes of jars before those of the engine, so that a plug-in has the libraries that it brings;
 * but of Java, Kafka and SLF4J those of the engine, as with Kafka Connect: an interface that came
 * twice would not be the same.
 */
final class PluginClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  PluginClassLoader(URL[] jars, ClassLoader engine) {
    super("plugins", jars, engine);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null) {
        found = isShared(name) ? super.loadClass(name, false) : ownFirst(name);
      }
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> ownFirst(String name) throws ClassNotFoundException {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return super.loadClass(name, false);
    }
  }

  private static boolean isShared(String name) {
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("org.apache.kafka.")
        || name.startsWith("org.slf4j.");
  }
}
