package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.operator.Samples;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceGroupVerdictTest {
  private static final String COMMITTED = "sourceGroup: {group: g, reason: Committed, message: ''}";

  @Test
  void aMirrorThatCommitsNoPositionsHasNoSuchCondition() {
    assertThat(verdict("{}")).isEmpty();
  }

  @Test
  void everyPodHasCommitted() {
    assertThat(verdict(COMMITTED, COMMITTED).orElseThrow().status()).isEqualTo(Truth.True);
  }

  @Test
  void onePodThatMayNotCommitIsSaid() {
    var verdict =
        verdict(COMMITTED, "sourceGroup: {group: g, reason: GroupInUse, message: has members}")
            .orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.False);
    assertThat(verdict.reason()).isEqualTo("GroupInUse");
    assertThat(verdict.message()).isEqualTo("has members");
  }

  private static Optional<Verdict> verdict(String... changes) {
    return SourceGroupVerdict.of(
        new Fleet(Stream.of(changes).map(Samples::answer).map(Samples::pod).toList()));
  }
}
