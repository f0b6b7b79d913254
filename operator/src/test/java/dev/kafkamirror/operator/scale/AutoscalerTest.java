package dev.kafkamirror.operator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.AutoscalingSpec;
import dev.kafkamirror.api.v1alpha1.AutoscalingSpec.Mode;
import dev.kafkamirror.operator.scale.Autoscaler.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A flow that is simulated: what comes in is copied as fast as its pods can. */
class AutoscalerTest {
  private static final AutoscalingSpec SPEC =
      new AutoscalingSpec(Mode.Enabled, 1, 6, 75, 1_800, 60, 600);
  private static final int PERIOD_SECONDS = 10;

  /** What one pod can copy, bytes a second. */
  private static final double POD = 100;

  private final List<Integer> pods = new ArrayList<>();
  private final StringBuilder plot = new StringBuilder();
  private ScaleHistory history = ScaleHistory.NONE;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int current = 1;
  private double behind;
  private Decision last;

  @Test
  void aLoadThatDoublesAndHalvesIsFollowedWithoutFlapping() {
    run(30, _ -> 140, pods -> pods * POD);
    assertThat(current).isEqualTo(2);
    run(30, _ -> 280, pods -> pods * POD);
    assertThat(current).isEqualTo(4);
    run(180, _ -> 140, pods -> pods * POD);
    assertThat(current).isEqualTo(2);

    System.out.println(plot);
    assertThat(changes()).as("steps: %s", pods).isLessThanOrEqualTo(4);
  }

  @Test
  void aLoadThatTremblesChangesNothing() {
    run(30, _ -> 200, pods -> pods * POD);
    int settled = current;
    run(360, minute -> minute % 2 == 0 ? 160 : 215, pods -> pods * POD);

    assertThat(pods.subList(30, pods.size())).containsOnly(settled);
  }

  @Test
  void aPeakThatIsShorterThanTheStabilizationIsSatOut() {
    run(30, _ -> 60, pods -> pods * POD);
    run(5, _ -> 90, pods -> pods * POD);
    run(30, _ -> 60, pods -> pods * POD);

    assertThat(pods).containsOnly(1);
  }

  @Test
  void whenAStepUpDoesNotHelpNoFurtherOneIsMade() {
    run(90, _ -> 400, _ -> POD);

    assertThat(current).isEqualTo(pods.get(8)).isGreaterThan(1);
    assertThat(last.reason()).isEqualTo("IneffectiveScaling");
    assertThat(changes()).isEqualTo(1);
  }

  @Test
  void nothingIsChangedOnMissingDataHoweverLongItLasts() {
    run(30, _ -> 280, pods -> pods * POD);
    int settled = current;
    for (int i = 0; i < 500; i++) {
      decide(Optional.empty());
      assertThat(current).isEqualTo(settled);
    }
    assertThat(last.reason()).isEqualTo("MissingData");
  }

  @Test
  void afterAGapInTheDataItMustBeWantedAnewForAsLong() {
    run(5, _ -> 140, pods -> pods * POD);
    decide(Optional.empty());
    run(5, _ -> 140, pods -> pods * POD);

    assertThat(pods).containsOnly(1);
  }

  @Test
  void aDryRunRecommendsAndChangesNothing() {
    var dryRun = new AutoscalingSpec(Mode.DryRun, 1, 6, 75, 1_800, 60, 600);
    var load = new FlowLoad(1, false, 100, 0, 12);
    ScaleHistory seen = ScaleHistory.NONE;
    for (int i = 0; i < 20; i++) {
      last = Autoscaler.decide(dryRun, Optional.of(load), 1, seen, now);
      seen = last.history();
      now = now.plusSeconds(PERIOD_SECONDS);
    }

    assertThat(last.replicas()).isEqualTo(1);
    assertThat(last.recommended()).isEqualTo(2);
  }

  @Test
  void whatIsRememberedStaysBounded() {
    run(5_000, minute -> minute % 7 == 0 ? 280 : 140, pods -> pods * POD);

    assertThat(history.samples())
        .hasSizeLessThan((int) Duration.ofMinutes(11).toSeconds() / PERIOD_SECONDS);
  }

  /** So many periods of a load in bytes a second, on pods that can copy so much together. */
  private void run(int periods, IntToDoubleFunction load, IntToDoubleFunction capacity) {
    for (int i = 0; i < periods; i++) {
      double able = capacity.applyAsDouble(current);
      double wanted = load.applyAsDouble(i) + behind / PERIOD_SECONDS;
      double copied = Math.min(able, wanted);
      behind = (wanted - copied) * PERIOD_SECONDS;
      double busy = current * copied / able;
      pods.add(current);
      plot.append(
          "%5d s  load %3.0f  %-6s %s%n"
              .formatted(
                  pods.size() * PERIOD_SECONDS,
                  load.applyAsDouble(i),
                  "#".repeat(current),
                  last == null ? "" : last.reason()));
      decide(Optional.of(new FlowLoad(busy, false, copied, (long) behind, 12)));
    }
  }

  private void decide(Optional<FlowLoad> load) {
    last = Autoscaler.decide(SPEC, load, current, history, now);
    history = last.history();
    current = last.replicas();
    now = now.plusSeconds(PERIOD_SECONDS);
  }

  private int changes() {
    int changes = 0;
    for (int i = 1; i < pods.size(); i++) {
      changes += pods.get(i).equals(pods.get(i - 1)) ? 0 : 1;
    }
    return changes;
  }
}
