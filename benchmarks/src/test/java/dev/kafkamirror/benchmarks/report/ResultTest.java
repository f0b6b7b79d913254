package dev.kafkamirror.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultTest {
  private final Results results = new Results(new Machine(Map.of(), Map.of()), List.of());

  @Test
  void medianOfThreeRunsCounts() {
    add(Figure.CPU, "ours", Role.OURS, 9, 1, 2);

    assertThat(only().ours()).hasValue(2);
  }

  @Test
  void medianOfTwoRunsIsBetweenThem() {
    add(Figure.CPU, "ours", Role.OURS, 1, 2);

    assertThat(only().ours()).hasValue(1.5);
  }

  @Test
  void mirrorMakerCountsWithItsBestSetting() {
    add(Figure.CPU, "MirrorMaker 2 default", Role.MIRROR_MAKER_2, 12);
    add(Figure.CPU, "MirrorMaker 2 tuned", Role.MIRROR_MAKER_2, 8);

    assertThat(only().mirrorMaker2()).hasValue(8);
  }

  @Test
  void bestThroughputIsTheLargest() {
    add(Figure.SPEED, "MirrorMaker 2 default", Role.MIRROR_MAKER_2, 100);
    add(Figure.SPEED, "MirrorMaker 2 tuned", Role.MIRROR_MAKER_2, 150);

    assertThat(only().mirrorMaker2()).hasValue(150);
  }

  @Test
  void ratioSaysHowManyTimesBetterOursIs() {
    add(Figure.CPU, "ours", Role.OURS, 2);
    add(Figure.CPU, "MirrorMaker 2", Role.MIRROR_MAKER_2, 10);

    assertThat(only().ratio()).hasValue(5);
  }

  @Test
  void ratioOfThroughputAlsoSaysHowManyTimesBetterOursIs() {
    add(Figure.SPEED, "ours", Role.OURS, 300);
    add(Figure.SPEED, "MirrorMaker 2", Role.MIRROR_MAKER_2, 150);

    assertThat(only().ratio()).hasValue(2);
  }

  @Test
  void noRatioAgainstNothing() {
    add(Figure.records("repeated"), "ours", Role.OURS, 0);
    add(Figure.records("repeated"), "MirrorMaker 2", Role.MIRROR_MAKER_2, 10);

    assertThat(only().ratio()).isEmpty();
  }

  @Test
  void bestInTheirRolesAreThoseThatLeadInOneOfTheFigures() {
    add(Figure.CPU, "ours", Role.OURS, 1);
    add(Figure.CPU, "frugal", Role.MIRROR_MAKER_2, 5);
    add(Figure.SPEED, "frugal", Role.MIRROR_MAKER_2, 100);
    add(Figure.CPU, "fast", Role.MIRROR_MAKER_2, 6);
    add(Figure.SPEED, "fast", Role.MIRROR_MAKER_2, 200);
    add(Figure.CPU, "neither", Role.MIRROR_MAKER_2, 7);
    add(Figure.SPEED, "neither", Role.MIRROR_MAKER_2, 99);

    assertThat(results.best("case", Set.of(Figure.CPU, Figure.SPEED)))
        .containsExactlyInAnyOrder("ours", "frugal", "fast");
  }

  private void add(Figure figure, String system, Role role, double... values) {
    for (double value : values) {
      results.add("case", figure, system, role, value);
    }
  }

  private Result only() {
    assertThat(results.list()).hasSize(1);
    return results.list().getFirst();
  }
}
