package dev.kafkamirror.benchmarks.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CasesTest {
  @Test
  void everyCaseHasItsOwnNameAsThoseAreOptionsAndDirectories() {
    assertThat(Cases.all())
        .extracting(Case::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9-]+"));
  }

  @Test
  void theShortRunHasTheFirstTwoCasesAndTheLatency() {
    assertThat(Cases.brief())
        .extracting(Case::name)
        .containsExactly("z1k", "l1k", "latency-1k", "latency-10k");
  }
}
