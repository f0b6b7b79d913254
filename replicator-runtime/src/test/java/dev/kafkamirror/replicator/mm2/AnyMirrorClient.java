package dev.kafkamirror.replicator.mm2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * MirrorMaker 2's {@code MirrorClient} of some release, as applications use it to read a cluster.
 * Partitions are written as {@code topic-0}.
 */
final class AnyMirrorClient implements AutoCloseable {
  private static final String CLASS = "org.apache.kafka.connect.mirror.MirrorClient";

  private final ClassLoader release;
  private final Object client;

  private AnyMirrorClient(ClassLoader release, Map<String, Object> cluster)
      throws ReflectiveOperationException {
    this.release = release;
    this.client =
        in(release, () -> release.loadClass(CLASS).getConstructor(Map.class).newInstance(cluster));
  }

  /** Of the same release as our own clients. */
  static AnyMirrorClient ofThisRelease(Map<String, Object> cluster)
      throws ReflectiveOperationException {
    return new AnyMirrorClient(AnyMirrorClient.class.getClassLoader(), cluster);
  }

  /** Of Kafka 3, which the build puts into a directory. */
  static AnyMirrorClient ofKafka3(Map<String, Object> cluster)
      throws ReflectiveOperationException, IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "mirror-client-3"))) {
      URL[] urls = jars.map(AnyMirrorClient::url).toArray(URL[]::new);
      return new AnyMirrorClient(new Release(urls), cluster);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has Kafka's classes from its jars, and all others from the test. */
  private static final class Release extends URLClassLoader {
    Release(URL[] jars) {
      super("Kafka 3", jars, AnyMirrorClient.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.apache.kafka.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  @SuppressWarnings("unchecked")
  Set<String> upstreamClusters() throws ReflectiveOperationException {
    return (Set<String>) call("upstreamClusters");
  }

  int replicationHops(String cluster) throws ReflectiveOperationException {
    return (int) call("replicationHops", cluster);
  }

  @SuppressWarnings("unchecked")
  Set<String> heartbeatTopics() throws ReflectiveOperationException {
    return (Set<String>) call("heartbeatTopics");
  }

  @SuppressWarnings("unchecked")
  Set<String> remoteTopics(String cluster) throws ReflectiveOperationException {
    return (Set<String>) call("remoteTopics", cluster);
  }

  /** Where a group goes on here that has committed at the source. */
  Map<String, Long> remoteConsumerOffsets(String group, String cluster)
      throws ReflectiveOperationException {
    return offsets(call("remoteConsumerOffsets", group, cluster, Duration.ofSeconds(20)));
  }

  static Map<String, Long> offsets(Object byPartition) throws ReflectiveOperationException {
    Map<String, Long> offsets = new HashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) byPartition).entrySet()) {
      Object offset = entry.getValue().getClass().getMethod("offset").invoke(entry.getValue());
      offsets.put(entry.getKey().toString(), (Long) offset);
    }
    return offsets;
  }

  private Object call(String method, Object... arguments) throws ReflectiveOperationException {
    Class<?>[] types = Stream.of(arguments).map(Object::getClass).toArray(Class<?>[]::new);
    return in(release, () -> client.getClass().getMethod(method, types).invoke(client, arguments));
  }

  private interface Reflection<T> {
    T call() throws ReflectiveOperationException;
  }

  /** Clients look for the classes that their properties name with the thread's class loader. */
  private static <T> T in(ClassLoader loader, Reflection<T> work)
      throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() throws ReflectiveOperationException, IOException {
    call("close");
    if (release instanceof Release own) {
      own.close();
    }
  }
}
