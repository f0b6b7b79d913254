package dev.kafkamirror.replicator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.kafkamirror.api.v1alpha1.LoggingSpec;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The levels of the process's loggers: those that it started with, and what the settings say above
 * them. With several flows in one process the latest settings count.
 */
final class LogLevels {
  private final LoggerContext context;

  /** What loggers had before the settings changed them, null for none of their own. */
  private final Map<String, Level> before = new HashMap<>();

  private LoggingSpec followed;

  LogLevels(LoggerContext context) {
    this.context = context;
  }

  /** Of this process. */
  static LogLevels ofProcess() {
    return new LogLevels((LoggerContext) LoggerFactory.getILoggerFactory());
  }

  /** Brings the loggers in line with the settings; what they no longer name is as it was. */
  void follow(LoggingSpec spec) {
    if (spec.equals(followed)) {
      return;
    }
    followed = spec;
    Map<String, Level> wanted = new HashMap<>();
    if (spec.rootLevel() != null) {
      wanted.put(org.slf4j.Logger.ROOT_LOGGER_NAME, level(spec.rootLevel()));
    }
    spec.loggers().forEach(logger -> wanted.put(logger.name(), level(logger.level())));
    before.forEach((name, level) -> context.getLogger(name).setLevel(level));
    before.clear();
    wanted.forEach(
        (name, level) -> {
          Logger logger = context.getLogger(name);
          before.put(name, logger.getLevel());
          logger.setLevel(level);
        });
  }

  private static Level level(LoggingSpec.Level level) {
    return Level.toLevel(level.name());
  }
}
