package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.local.process.ChildProcess;
import java.time.Duration;

/** A process of a system. */
public final class RunningSystem implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final String name;
  private final ChildProcess process;

  RunningSystem(String name, ChildProcess process) {
    this.name = name;
    this.process = process;
  }

  public long pid() {
    return process.pid();
  }

  /**
   * @throws IllegalStateException when it ended by itself
   */
  public void mustRun() {
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " ended by itself; its log: " + process.log());
    }
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  /** SIGTERM, and SIGKILL when that is not enough. Nothing when it has ended. */
  @Override
  public void close() {
    process.stop(GRACE);
  }
}
