package dev.kafkamirror.benchmarks.cases;

import dev.kafkamirror.benchmarks.report.Results;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a case works with.
 *
 * @param directory for settings and logs
 * @param runs how often everything is measured; systems alternate
 * @param brief whether a rough answer within minutes is wanted
 * @param progress a line now and then for whoever waits
 */
public record Bench(
    Path directory, int runs, boolean brief, Results results, Consumer<String> progress) {}
