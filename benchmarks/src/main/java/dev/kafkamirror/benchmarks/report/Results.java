package dev.kafkamirror.benchmarks.report;

import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is measured, in the order in which cases and figures first appear. */
public final class Results {
  private record Key(String caseName, Figure figure) {}

  private final Map<Key, Map<String, Result.OfSystem>> measured = new LinkedHashMap<>();

  /** Adds one run. */
  public void add(String caseName, Figure figure, SystemUnderTest system, double value) {
    add(caseName, figure, system.name(), system.role(), value);
  }

  public void add(
      String caseName, Figure figure, String system, SystemUnderTest.Role role, double value) {
    measured
        .computeIfAbsent(new Key(caseName, figure), k -> new LinkedHashMap<>())
        .computeIfAbsent(system, s -> new Result.OfSystem(s, role, new ArrayList<>()))
        .values()
        .add(value);
  }

  public List<Result> list() {
    return measured.entrySet().stream()
        .map(
            e ->
                new Result(
                    e.getKey().caseName(), e.getKey().figure(), List.copyOf(e.getValue().values())))
        .toList();
  }
}
