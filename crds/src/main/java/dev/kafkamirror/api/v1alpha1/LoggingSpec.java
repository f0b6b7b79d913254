package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * How much the pods log. Changes take effect within seconds, without a restart.
 *
 * @param rootLevel of everything but Kafka's clients, which log warnings; left out, what the
 *     operator's chart says
 * @param loggers levels of some classes or packages
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoggingSpec(Level rootLevel, @Size(max = 32) List<LoggerSpec> loggers) {

  public LoggingSpec {
    loggers = Immutable.list(loggers);
  }

  /**
   * The level of some loggers.
   *
   * @param name of a class or package, for example dev.kafkamirror.replicator.fleet or
   *     org.apache.kafka
   * @param level of these
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LoggerSpec(
      @Required @Size(min = 1, max = 256) String name, @Required Level level) {}

  /** How much is logged: this and what is worse. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }
}
