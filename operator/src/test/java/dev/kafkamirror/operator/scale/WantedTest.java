package dev.kafkamirror.operator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.AutoscalingSpec;
import dev.kafkamirror.api.v1alpha1.AutoscalingSpec.Mode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedTest {
  private static final AutoscalingSpec SPEC =
      new AutoscalingSpec(Mode.Enabled, 2, 8, 75, 1_000, 60, 1_800);

  @ParameterizedTest(name = "busy {0}, {1} MB/s, {2} MB behind, {3} partitions: {4} pods, {5}")
  @CsvSource({
    // sum of utilisation, MB/s, MB behind, partitions, pods, reason
    "2.25,  100,       0,  100, 3, Utilization",
    "2.26,  100,       0,  100, 4, Utilization",
    "1.5,   100,       0,  100, 2, Utilization",
    "0.1,   100,       0,  100, 2, MinReplicas",
    "0,       0,       0,  100, 2, MinReplicas",
    "3,     100,  100000,  100, 8, CatchingUp",
    "3,     100,   50000,  100, 6, CatchingUp",
    "3,     100,    1000,  100, 5, Utilization",
    "9,     100,       0,  100, 8, MaxReplicas",
    "9,     100,       0,    5, 5, Partitions",
    "9,     100,       0,    1, 2, Partitions",
  })
  void thePodsAreAsManyAsTheLoadNeeds(
      double busy, double rate, long behind, int partitions, int pods, String reason) {
    var load = new FlowLoad(busy, false, rate, behind, partitions);

    assertThat(Wanted.of(SPEC, Optional.of(load), 0, 3)).isEqualTo(new Wanted(pods, reason));
  }

  @ParameterizedTest(name = "what is behind grows by {0} a second: {1} pods")
  @CsvSource({"0, 5", "200, 7", "-150, 3"})
  void podsThatCatchUpAreBusyWithoutNeedingMore(double growth, int pods) {
    var load = new FlowLoad(3, false, 300, 3_000, 100);

    assertThat(Wanted.of(SPEC, Optional.of(load), growth, 3).replicas()).isEqualTo(pods);
  }

  @Test
  void whereTheLoadIsNotKnownNothingIsConcluded() {
    var wanted = Wanted.of(SPEC, Optional.empty(), 0, 5);

    assertThat(wanted).isEqualTo(new Wanted(5, "MissingData"));
    assertThat(wanted.isFounded()).isFalse();
  }

  @Test
  void morePodsDoNotLiftAQuota() {
    var load = new FlowLoad(3, true, 100, 100_000, 100);

    assertThat(Wanted.of(SPEC, Optional.of(load), 0, 3)).isEqualTo(new Wanted(3, "QuotaReached"));
  }

  @Test
  void aFlowThatStandsIsNotScaled() {
    var load = new FlowLoad(0, false, 0, 100_000, 100);

    assertThat(Wanted.of(SPEC, Optional.of(load), 0, 3)).isEqualTo(new Wanted(3, "NothingMoves"));
  }
}
