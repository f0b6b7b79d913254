package dev.kafkamirror.local.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process that this JVM owns. Its output goes to a file. It ends with this JVM, however
 * that ends: a shutdown hook covers an orderly end, and on Linux the kernel's parent-death signal
 * (prctl(2) PR_SET_PDEATHSIG, set by setpriv(1)) covers a crash.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  /**
   * The kernel sends the parent-death signal when the <em>thread</em> that forked ends, so one
   * thread that lives as long as the JVM does all the forking.
   */
  private static final ExecutorService FORKER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("child-process-forker").factory());

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread hook;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.hook = new Thread(process::destroyForcibly, "end-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a process.
   *
   * @param name what logs and errors call it
   * @param log file that its standard output and error are appended to
   * @throws UncheckedIOException when it cannot be started
   */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    List<String> owned = new ArrayList<>();
    if (Files.isExecutable(SETPRIV)) {
      owned.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL"));
    }
    owned.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(owned);
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process =
        CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return builder.start();
                  } catch (IOException e) {
                    throw new UncheckedIOException("cannot start " + name + ": " + command, e);
                  }
                },
                FORKER)
            .join();
    LOG.atDebug().addKeyValue("pid", process.pid()).log("started {}", name);
    return new ChildProcess(name, log, process);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The file with the process's output. */
  public Path log() {
    return log;
  }

  /** Completed with the exit code when the process ends. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * SIGTERM, and SIGKILL when the process is still there after the grace period. Returns when it
   * has ended.
   */
  public void stop(Duration grace) {
    process.destroy();
    if (!endsWithin(grace)) {
      LOG.warn("{} did not end within {} after SIGTERM, killing it", name, grace);
      kill();
    }
    forgetHook();
  }

  /** SIGSTOP: it does nothing more until {@link #proceed}, and does not notice that itself. */
  public void suspend() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void proceed() {
    signal("CONT");
  }

  /** By the shell: a program named kill is missing where procps is not installed. */
  private void signal(String name) {
    Command.of("sh", "-c", "kill -" + name + " " + pid()).run();
  }

  /** SIGKILL. Returns when the process has ended. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
    forgetHook();
  }

  /** Kills the process. */
  @Override
  public void close() {
    kill();
  }

  /** Waits until the process has ended, but not longer than this. */
  public boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      LOG.trace("{} ended during shutdown", name, shuttingDown);
    }
  }
}
