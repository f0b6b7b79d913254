package dev.kafkamirror.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessUsageTest {
  @Test
  void countsUserAndKernelTimeAlsoWhenTheNameHasBlanksAndBrackets() {
    String stat =
        "4711 (C2 (x) Thread) S 1 4711 4711 0 -1 4194304 7 0 0 0 1234 66 5 6 20 0 30 0 99 1 2";

    assertThat(ProcessUsage.cpuSeconds(stat)).isEqualTo(13.0);
  }

  @Test
  void readsThePeakNotThePresentMemory() {
    String status = "Name:\tjava\nVmPeak:\t  900 kB\nVmHWM:\t  512 kB\nVmRSS:\t  100 kB\n";

    assertThat(ProcessUsage.peakResidentBytes(status)).isEqualTo(512 * 1024);
  }

  @Test
  void anEndedProcessHasNoMemory() {
    assertThatThrownBy(() -> ProcessUsage.peakResidentBytes("Name:\tjava\nState:\tZ (zombie)\n"))
        .hasMessageContaining("has ended");
  }

  @Test
  void thisProcessHasUsedSome() {
    long pid = ProcessHandle.current().pid();

    assertThat(ProcessUsage.cpuSeconds(pid)).isPositive();
    assertThat(ProcessUsage.peakResidentBytes(pid)).isGreaterThan(1 << 20);
  }
}
