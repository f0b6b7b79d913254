package dev.kafkamirror.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs to its end, for which the caller waits.
 *
 * @param words the program and its arguments; no shell reads them
 * @param environment added to this process's own
 * @param input what the command reads from standard input
 * @param directory where it runs; null for this process's own
 * @param limit after which it is killed
 */
public record Command(
    List<String> words,
    Map<String, String> environment,
    String input,
    Path directory,
    Duration limit) {
  private static final Duration USUAL_LIMIT = Duration.ofMinutes(3);

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A command with no input and the usual limit of three minutes. */
  public static Command of(List<String> words) {
    return new Command(words, Map.of(), "", null, USUAL_LIMIT);
  }

  public static Command of(String... words) {
    return of(List.of(words));
  }

  public Command withEnvironment(Map<String, String> variables) {
    return new Command(words, variables, input, directory, limit);
  }

  public Command withInput(String text) {
    return new Command(words, environment, text, directory, limit);
  }

  public Command withDirectory(Path path) {
    return new Command(words, environment, input, path, limit);
  }

  public Command withLimit(Duration time) {
    return new Command(words, environment, input, directory, time);
  }

  /**
   * Runs it.
   *
   * @return standard output
   * @throws CommandFailedException with the output in its message
   */
  public String run() {
    var builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CommandFailedException("cannot run " + words.getFirst(), "", e);
    }
    try {
      return finish(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while running " + line(), "", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private String finish(Process process) throws InterruptedException {
    var output = reading(process.getInputStream());
    var errors = reading(process.getErrorStream());
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It ended without reading its input; its exit code says whether that is right.
      errors = errors.thenApply(text -> text + "(input not read: " + e.getMessage() + ")\n");
    }
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    if (ended && process.exitValue() == 0) {
      return output.join();
    }
    throw new CommandFailedException(
        "`%s` %s"
            .formatted(
                line(),
                ended ? "failed with code " + process.exitValue() : "took longer than " + limit),
        output.join() + errors.join(),
        null);
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.startVirtualThread(
        () -> {
          var read = new ByteArrayOutputStream();
          try (stream) {
            stream.transferTo(read);
            text.complete(read.toString(UTF_8));
          } catch (IOException e) {
            // Its end by force closes the stream; what came before that is worth reading.
            text.complete(read.toString(UTF_8) + "(cut off: " + e.getMessage() + ")\n");
          }
        });
    return text;
  }

  private String line() {
    return String.join(" ", words);
  }
}
