package dev.kafkamirror.local.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.local.process.Command;
import dev.kafkamirror.local.process.NetworkSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The room that a cluster's servers run in: PID, mount and network namespaces of their own, a
 * directory, addresses, and a guard that clears all of it away when this JVM ends, however it ends.
 * The next start of any instance clears what is left if even the guard was killed.
 */
final class Instance implements AutoCloseable {
  private static final Path ROOT = Path.of("/var/tmp/kafka-mirror-local");
  private static final Duration END_LIMIT = Duration.ofMinutes(1);

  private final Process guard;
  private final BufferedReader messages;
  private final List<ChildProcess> servers = new ArrayList<>();
  private final Thread hook = new Thread(this::end, "end-kubernetes");
  private Addresses addresses;
  private long initPid;

  private Instance(Process guard) {
    this.guard = guard;
    this.messages = guard.inputReader(UTF_8);
  }

  /**
   * Makes the room.
   *
   * @throws IllegalStateException with what the system said when it refuses
   */
  static Instance open(Consumer<String> progress) {
    try {
      var guard =
          new ProcessBuilder(
                  // A session of its own: Ctrl-C is for the owner, whose end the guard then sees.
                  "setsid",
                  "bash",
                  "-c",
                  Resources.text("guard.sh"),
                  "guard",
                  ROOT.toString(),
                  Resources.text("init.sh"))
              .redirectErrorStream(true)
              .start();
      var instance = new Instance(guard);
      instance.awaitReady(progress);
      Runtime.getRuntime().addShutdownHook(instance.hook);
      try {
        instance.connect();
        return instance;
      } catch (RuntimeException e) {
        instance.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the guard of a cluster", e);
    }
  }

  private void awaitReady(Consumer<String> progress) throws IOException {
    var said = new StringBuilder();
    for (var line = messages.readLine(); line != null; line = messages.readLine()) {
      said.append(line).append('\n');
      var value = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("clearing ")) {
        progress.accept("clearing what a killed run left in " + ROOT.resolve(value));
      } else if (line.startsWith("slot ")) {
        addresses = new Addresses(Integer.parseInt(value));
      } else if (line.startsWith("ready ")) {
        initPid = Long.parseLong(value);
        return;
      }
    }
    throw new IllegalStateException("cannot make namespaces for a cluster:\n" + said);
  }

  private void connect() {
    Command.of("ip", "-batch", "-")
        .withInput(
            """
            link add %1$s type veth peer name up0 netns %2$d
            address add %3$s/30 dev %1$s
            link set %1$s up
            """
                .formatted(addresses.hostInterface(), initPid, addresses.host()))
        .run();
    Command.of(networkSpace().wrap(List.of("ip", "-batch", "-")))
        .withInput(
            """
            address add %1$s/30 dev up0
            link set up0 up
            route add default via %2$s
            """
                .formatted(addresses.node(), addresses.host()))
        .run();
    Command.of("ip", "route", "add", addresses.all(), "via", addresses.node()).run();
  }

  Addresses addresses() {
    return addresses;
  }

  /** Everything in it is gone after {@link #close()}. */
  Path directory() {
    return ROOT.resolve(Integer.toString(addresses.slot()));
  }

  /** The first process in the namespaces. */
  long initPid() {
    return initPid;
  }

  /** For processes that need only the network, and are ended by whoever starts them. */
  NetworkSpace networkSpace() {
    return new NetworkSpace(
        List.of("nsenter", "--net=/proc/" + initPid + "/ns/net", "--"), addresses.node());
  }

  /** Starts a server in all namespaces; its output goes to {@code logs/NAME.log}. */
  ChildProcess start(Path program, List<String> arguments) {
    var name = program.getFileName().toString();
    var command = new ArrayList<String>();
    command.add("setsid");
    command.addAll(enter());
    command.add(program.toString());
    command.addAll(arguments);
    try {
      var logs = Files.createDirectories(directory().resolve("logs"));
      var server = ChildProcess.start(name, command, Map.of(), logs.resolve(name + ".log"));
      servers.add(server);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that runs in all namespaces. */
  Command command(String... words) {
    return Command.of(Stream.concat(enter().stream(), Stream.of(words)).toList());
  }

  /**
   * @throws IllegalStateException naming the log of the first server that has ended by itself
   */
  void checkServers() {
    for (var server : servers) {
      if (!server.isAlive()) {
        throw new IllegalStateException("a server ended by itself, see " + server.log());
      }
    }
  }

  private List<String> enter() {
    return List.of("nsenter", "--target", Long.toString(initPid), "--mount", "--net", "--pid");
  }

  /** Ends every process, and returns when nothing is left. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM ends, and the hook does this work.
      return;
    }
    end();
    servers.forEach(ChildProcess::close);
  }

  private void end() {
    var complaints =
        CompletableFuture.supplyAsync(() -> String.join("\n", messages.lines().toList()));
    try {
      guard.getOutputStream().close();
      var text = complaints.get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!text.isEmpty()) {
        throw new IllegalStateException("not all of " + directory() + " was cleared:\n" + text);
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot clear " + directory() + " away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while clearing " + directory() + " away", e);
    }
  }
}
