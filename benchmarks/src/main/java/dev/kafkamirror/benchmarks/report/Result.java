package dev.kafkamirror.benchmarks.report;

import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One figure of one case: every run of every system.
 *
 * @param runs by system, in the order in which they were measured
 * @param machine where
 */
public record Result(String caseName, Figure figure, List<OfSystem> runs, Machine machine) {

  /** All runs of one system, in order. */
  public record OfSystem(String system, Role role, List<Double> values) {
    public double median() {
      return Result.median(values);
    }
  }

  public OptionalDouble ours() {
    return best(Role.OURS);
  }

  /** Of MirrorMaker 2 with the settings that do best here. */
  public OptionalDouble mirrorMaker2() {
    return best(Role.MIRROR_MAKER_2);
  }

  public OptionalDouble limit() {
    return best(Role.LIMIT);
  }

  /** How many times better ours is than MirrorMaker 2: above 1, ours is. */
  public OptionalDouble ratio() {
    if (ours().isEmpty() || mirrorMaker2().isEmpty()) {
      return OptionalDouble.empty();
    }
    double better = figure.lessIsBetter() ? mirrorMaker2().getAsDouble() : ours().getAsDouble();
    double worse = figure.lessIsBetter() ? ours().getAsDouble() : mirrorMaker2().getAsDouble();
    return worse == 0 ? OptionalDouble.empty() : OptionalDouble.of(better / worse);
  }

  /** By system, the median of its runs. */
  public Map<String, Double> medians() {
    Map<String, Double> medians = new java.util.LinkedHashMap<>();
    runs.forEach(r -> medians.put(r.system(), r.median()));
    return medians;
  }

  /** The one that is best in its role, of each role that was measured. */
  Set<String> best() {
    return Arrays.stream(Role.values())
        .flatMap(role -> bestOf(role).stream())
        .map(OfSystem::system)
        .collect(Collectors.toSet());
  }

  private OptionalDouble best(Role role) {
    return bestOf(role).stream().mapToDouble(OfSystem::median).findFirst();
  }

  private Optional<OfSystem> bestOf(Role role) {
    Comparator<OfSystem> order = Comparator.comparingDouble(OfSystem::median);
    return runs.stream()
        .filter(r -> r.role() == role)
        .max(figure.lessIsBetter() ? order.reversed() : order);
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
