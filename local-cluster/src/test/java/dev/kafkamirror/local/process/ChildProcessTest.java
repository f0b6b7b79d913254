package dev.kafkamirror.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ChildProcessTest {
  @TempDir Path directory;

  @Test
  void aSuspendedProcessStandsStillUntilItProceeds() {
    try (ChildProcess process = tail()) {
      process.suspend();
      await().atMost(Duration.ofSeconds(30)).until(() -> state(process) == 'T');

      process.proceed();
      await().atMost(Duration.ofSeconds(30)).until(() -> state(process) != 'T');
    }
  }

  @Test
  void aClosedProcessHasEnded() {
    ChildProcess process = tail();
    ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();

    process.close();

    assertThat(handle.isAlive()).isFalse();
  }

  private ChildProcess tail() {
    return ChildProcess.start(
        "tail", List.of("tail", "-f", "/dev/null"), Map.of(), directory.resolve("tail.log"));
  }

  /** A letter, see proc_pid_stat(5). */
  private static char state(ChildProcess process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }
}
