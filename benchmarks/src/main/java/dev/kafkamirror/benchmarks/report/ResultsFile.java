package dev.kafkamirror.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * results.json: a list of one object a figure, with {@code case}, {@code figure}, {@code unit},
 * {@code ours}, {@code mirrorMaker2}, {@code limit} and {@code ratio} (null where there is none),
 * {@code lessIsBetter}, every run in {@code runs}, {@code machine} and {@code versions}. Each
 * stands for itself, so that lists of several runs can be put together.
 */
public final class ResultsFile {
  private static final ObjectWriter JSON =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  private ResultsFile() {}

  public static String of(List<Result> results, Machine machine) {
    try {
      return JSON.writeValueAsString(results.stream().map(r -> object(r, machine)).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("results cannot be written as JSON", e);
    }
  }

  private static Map<String, Object> object(Result result, Machine machine) {
    Map<String, Object> runs = new LinkedHashMap<>();
    result.runs().forEach(r -> runs.put(r.system(), r.values()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("case", result.caseName());
    object.put("figure", result.figure().name());
    object.put("unit", result.figure().unit());
    object.put("ours", orNull(result.ours()));
    object.put("mirrorMaker2", orNull(result.mirrorMaker2()));
    object.put("limit", orNull(result.limit()));
    object.put("ratio", orNull(result.ratio()));
    object.put("lessIsBetter", result.figure().lessIsBetter());
    object.put("runs", runs);
    object.put("machine", machine.hardware());
    object.put("versions", machine.versions());
    return object;
  }

  private static Double orNull(OptionalDouble value) {
    return value.isEmpty() ? null : Double.valueOf(value.getAsDouble());
  }
}
