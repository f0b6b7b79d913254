package dev.kafkamirror.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux counts of a process, proc(5). */
public final class ProcessUsage {
  /** sysconf(_SC_CLK_TCK), the same on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private ProcessUsage() {}

  /** Seconds of processor time that all threads of a process have used, in user and kernel mode. */
  public static double cpuSeconds(long pid) {
    return cpuSeconds(read(pid, "stat"));
  }

  /** Most bytes of memory that a process ever had resident. */
  public static long peakResidentBytes(long pid) {
    return peakResidentBytes(read(pid, "status"));
  }

  static double cpuSeconds(String stat) {
    // The second field is the program's name in brackets, which may itself contain blanks.
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(afterName[USER_TIME]) + Long.parseLong(afterName[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  static long peakResidentBytes(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kib -> Long.parseLong(kib) * 1024)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no VmHWM: the process has ended"));
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "process " + pid + " has ended, or this is no Linux: its figures are read from /proc", e);
    }
  }
}
