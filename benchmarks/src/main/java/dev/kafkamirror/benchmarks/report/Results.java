package dev.kafkamirror.benchmarks.report;

import dev.kafkamirror.benchmarks.process.SystemUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects what is measured, in the order in which cases and figures first appear. What an earlier
 * run measured of other cases goes before it.
 */
public final class Results {
  private record Key(String caseName, Figure figure) {}

  private final Machine machine;
  private final List<Result> earlier;
  private final Map<Key, Map<String, Result.OfSystem>> measured = new LinkedHashMap<>();

  /**
   * @param machine this one
   * @param earlier results of other runs
   */
  public Results(Machine machine, List<Result> earlier) {
    this.machine = machine;
    this.earlier = List.copyOf(earlier);
  }

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

  /** Those that were so far the best in their role for one of these figures. */
  public Set<String> best(String caseName, Set<Figure> figures) {
    return list().stream()
        .filter(result -> result.caseName().equals(caseName) && figures.contains(result.figure()))
        .flatMap(result -> result.best().stream())
        .collect(Collectors.toSet());
  }

  public List<Result> list() {
    Set<String> again = measured.keySet().stream().map(Key::caseName).collect(Collectors.toSet());
    return Stream.concat(
            earlier.stream().filter(result -> !again.contains(result.caseName())),
            measured.entrySet().stream()
                .map(
                    e ->
                        new Result(
                            e.getKey().caseName(),
                            e.getKey().figure(),
                            List.copyOf(e.getValue().values()),
                            machine)))
        .toList();
  }
}
