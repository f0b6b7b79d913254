package dev.kafkamirror.replicator.plugin;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object of a class of the user's. MirrorMaker 2 calls each from one thread, so here one thread
 * at a time does, with the class loader of the plug-ins as its context.
 *
 * @param <T> the interface
 */
final class PluginObject<T> {
  private static final Logger LOG = LoggerFactory.getLogger(PluginObject.class);

  private final String field;
  private final T object;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param field of the settings that names the class
   */
  PluginObject(String field, T object) {
    this.field = field;
    this.object = object;
  }

  /**
   * Calls a method.
   *
   * @param method its name, and what it is called with
   * @throws PluginFailedException when it throws, whatever it is: no thread of ours may end by it
   */
  <R> R call(String method, Object argument, Function<T, R> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    lock.lock();
    thread.setContextClassLoader(object.getClass().getClassLoader());
    try {
      return call.apply(object);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      throw new PluginFailedException(
          "%s threw %s. Mend the class, or remove it from %s; nothing changes about what is mirrored until it answers"
              .formatted(name(method, argument), PluginFailedException.text(e), field),
          e);
    } finally {
      thread.setContextClassLoader(before);
      lock.unlock();
    }
  }

  /** Calls a method that must answer with a name. */
  String name(String method, Object argument, Function<T, String> call) {
    String name = call(method, argument, call);
    if (name == null || name.isEmpty()) {
      throw new PluginFailedException(
          "%s answers %s instead of a topic's name. Mend the class of %s; nothing changes about what is mirrored until it does"
              .formatted(name(method, argument), name == null ? "null" : "nothing", field),
          null);
    }
    return name;
  }

  private String name(String method, Object argument) {
    return object.getClass().getName() + "." + method + "(" + argument + ")";
  }

  /** Lets the object end; the flow has ended, so that trouble is only logged. */
  void close() {
    if (object instanceof AutoCloseable closeable) {
      try {
        call(
            "close",
            "",
            _ -> {
              close(closeable);
              return null;
            });
      } catch (PluginFailedException e) {
        LOG.atWarn().setCause(e).log("A plug-in could not be closed");
      }
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
