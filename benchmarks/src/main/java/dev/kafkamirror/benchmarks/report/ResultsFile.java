package dev.kafkamirror.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * results.json: a list of one object a figure, with {@code case}, {@code figure}, {@code unit},
 * {@code ours}, {@code mirrorMaker2}, {@code limit} and {@code ratio} (null where there is none),
 * {@code lessIsBetter}, every run in {@code runs}, what each system is in {@code roles}, {@code
 * machine} and {@code versions}. Each stands for itself, so that lists of several runs can be put
 * together.
 */
public final class ResultsFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<Map<String, Role>> ROLES = new TypeReference<>() {};
  private static final TypeReference<Map<String, List<Double>>> RUNS = new TypeReference<>() {};

  private ResultsFile() {}

  public static String of(List<Result> results) {
    try {
      return JSON.writeValueAsString(results.stream().map(ResultsFile::object).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("results cannot be written as JSON", e);
    }
  }

  /**
   * What {@link #of} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static List<Result> read(String json) {
    try {
      List<Result> results = new ArrayList<>();
      for (JsonNode object : JSON.readTree(json)) {
        results.add(result(object));
      }
      return results;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("no results of benchmarks: " + e.getMessage(), e);
    }
  }

  private static Result result(JsonNode object) {
    Map<String, Role> roles = JSON.convertValue(object.required("roles"), ROLES);
    return new Result(
        object.required("case").asText(),
        new Figure(
            object.required("figure").asText(),
            object.required("unit").asText(),
            object.required("lessIsBetter").asBoolean()),
        JSON.convertValue(object.required("runs"), RUNS).entrySet().stream()
            .map(e -> new Result.OfSystem(e.getKey(), roles.get(e.getKey()), e.getValue()))
            .toList(),
        new Machine(
            JSON.convertValue(object.required("machine"), TEXTS),
            JSON.convertValue(object.required("versions"), TEXTS)));
  }

  private static Map<String, Object> object(Result result) {
    Map<String, Object> runs = new LinkedHashMap<>();
    Map<String, Role> roles = new LinkedHashMap<>();
    for (Result.OfSystem system : result.runs()) {
      runs.put(system.system(), system.values());
      roles.put(system.system(), system.role());
    }
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
    object.put("roles", roles);
    object.put("machine", result.machine().hardware());
    object.put("versions", result.machine().versions());
    return object;
  }

  private static Double orNull(OptionalDouble value) {
    return value.isEmpty() ? null : Double.valueOf(value.getAsDouble());
  }
}
