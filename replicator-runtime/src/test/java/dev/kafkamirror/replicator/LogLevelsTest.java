package dev.kafkamirror.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.kafkamirror.api.v1alpha1.LoggingSpec;
import dev.kafkamirror.api.v1alpha1.LoggingSpec.LoggerSpec;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogLevelsTest {
  private final LoggerContext context = new LoggerContext();
  private final LogLevels levels = new LogLevels(context);

  @BeforeEach
  void asTheProcessStarts() {
    context.getLogger("ROOT").setLevel(Level.INFO);
    context.getLogger("org.apache.kafka").setLevel(Level.WARN);
  }

  @Test
  void settingsChangeLevelsAsTheyChange() {
    levels.follow(
        new LoggingSpec(
            LoggingSpec.Level.ERROR,
            List.of(new LoggerSpec("org.apache.kafka", LoggingSpec.Level.DEBUG))));

    assertThat(context.getLogger("a.b").getEffectiveLevel()).isEqualTo(Level.ERROR);
    assertThat(context.getLogger("org.apache.kafka.clients").getEffectiveLevel())
        .isEqualTo(Level.DEBUG);
  }

  @Test
  void whatSettingsNoLongerNameIsAsItWas() {
    levels.follow(
        new LoggingSpec(
            LoggingSpec.Level.ERROR, List.of(new LoggerSpec("a", LoggingSpec.Level.TRACE))));
    levels.follow(new LoggingSpec(null, List.of()));

    assertThat(context.getLogger("a").getLevel()).isNull();
    assertThat(context.getLogger("a").getEffectiveLevel()).isEqualTo(Level.INFO);
    assertThat(context.getLogger("org.apache.kafka").getLevel()).isEqualTo(Level.WARN);
  }
}
