package dev.kafkamirror.benchmarks;

import dev.kafkamirror.benchmarks.cases.Bench;
import dev.kafkamirror.benchmarks.cases.Case;
import dev.kafkamirror.benchmarks.cases.Cases;
import dev.kafkamirror.benchmarks.report.Curves;
import dev.kafkamirror.benchmarks.report.Machine;
import dev.kafkamirror.benchmarks.report.Report;
import dev.kafkamirror.benchmarks.report.Result;
import dev.kafkamirror.benchmarks.report.Results;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Started by {@code benchmarks/run} after the build. */
@Command(name = "benchmarks/run")
public final class BenchmarksCommand implements Callable<Integer> {
  private static final int RUNS = 3;

  @Spec private CommandSpec spec;

  @Option(names = "--short")
  private boolean brief;

  @Option(names = "--case", paramLabel = "NAME")
  private List<String> names = List.of();

  @Option(names = "--runs", paramLabel = "N")
  private Integer runs;

  @Option(names = "--output", paramLabel = "DIR", required = true)
  private Path output;

  @Option(names = "--add")
  private boolean add;

  @Option(names = "--list")
  private boolean list;

  private final PrintStream out = System.out;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchmarksCommand()).execute(arguments));
  }

  @Override
  public Integer call() {
    if (list) {
      Cases.all().forEach(c -> out.printf("%-16s %s%n", c.name(), c.title()));
      return 0;
    }
    List<Case> chosen = chosen();
    int times = runs != null ? runs : brief ? 1 : RUNS;
    if (times < 1) {
      throw new ParameterException(spec.commandLine(), "--runs must be 1 or more");
    }
    Path data = Path.of(System.getProperty("java.io.tmpdir"));
    Machine machine = Machine.here(data, System.getProperty("benchmarks.commit", "unknown"));
    Results results = new Results(machine, add ? earlier() : List.of());
    Curves curves = new Curves();
    Bench bench = new Bench(output.resolve("logs"), times, brief, results, curves, this::say);
    List<String> failed = new ArrayList<>();
    long started = System.nanoTime();
    for (int i = 0; i < chosen.size(); i++) {
      Case next = chosen.get(i);
      out.printf("[%d/%d] %s: %s%n", i + 1, chosen.size(), next.name(), next.title());
      try {
        next.run(bench);
      } catch (RuntimeException e) {
        failed.add(next.name());
        failed(next, e);
      }
      // After each case, so that what took hours is not lost with the last one.
      Report.write(output, results.list(), curves);
    }
    out.printf("%n%s%n", Report.table(results.list()));
    out.printf(
        "Done in %d s. Table, plots and results.json: %s%n",
        Duration.ofNanos(System.nanoTime() - started).toSeconds(), output);
    if (!failed.isEmpty()) {
      out.println("Failed: " + String.join(", ", failed));
    }
    return failed.isEmpty() ? 0 : 1;
  }

  private List<Result> earlier() {
    try {
      return Report.read(output);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--add: " + output + " has " + e.getMessage(), e);
    }
  }

  private List<Case> chosen() {
    List<Case> all = Cases.all();
    for (String name : names) {
      if (all.stream().noneMatch(c -> c.name().equals(name))) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no case "
                + name
                + "; there are "
                + all.stream().map(Case::name).collect(Collectors.joining(", ")));
      }
    }
    if (!names.isEmpty()) {
      return all.stream().filter(c -> names.contains(c.name())).toList();
    }
    return brief ? Cases.brief() : all;
  }

  private void say(String line) {
    out.println("      " + line);
  }

  private void failed(Case failed, RuntimeException e) {
    say("FAILED: " + failed.name());
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      say("  " + cause);
    }
    say("  Logs: " + output.resolve("logs").resolve(failed.name()));
  }
}
