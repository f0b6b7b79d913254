package dev.kafkamirror.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void returnsStandardOutput() {
    assertThat(Command.of("sh", "-c", "echo out; echo err >&2").run()).isEqualTo("out\n");
  }

  @Test
  void handsInputAndEnvironmentOn() {
    var command =
        Command.of("sh", "-c", "cat; printenv COLOUR")
            .withInput("in ")
            .withEnvironment(Map.of("COLOUR", "red"));

    assertThat(command.run()).isEqualTo("in red\n");
  }

  @Test
  void saysWhatFailedAndWhatItPrinted() {
    assertThatThrownBy(() -> Command.of("sh", "-c", "echo out; echo err >&2; exit 3").run())
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContainingAll("sh -c", "code 3", "out", "err");
  }

  @Test
  void saysThatAProgramIsMissing() {
    assertThatThrownBy(() -> Command.of("no-such-program").run())
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("cannot run no-such-program");
  }

  @Test
  void endsWhatTakesTooLong() {
    var command = Command.of("tail", "-f", "/dev/null").withLimit(Duration.ofMillis(50));

    assertThatThrownBy(command::run).hasMessageContaining("took longer than");
  }

  @Test
  void doesNotMindAProgramThatIgnoresItsInput() {
    assertThat(Command.of("true").withInput("x".repeat(1_000_000)).run()).isEmpty();
  }
}
