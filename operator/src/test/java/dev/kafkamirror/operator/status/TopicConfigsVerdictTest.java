package dev.kafkamirror.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.operator.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicConfigsVerdictTest {
  @Test
  void aMirrorThatSyncsNoPropertiesHasNoSuchCondition() {
    assertThat(verdict("{}")).isEmpty();
  }

  @Test
  void allTopicsHaveThePropertiesThatTheyShould() {
    var verdict = verdict("flow: {configsFailed: {topics: 0, first: []}}").orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.True);
    assertThat(verdict.reason()).isEqualTo("Synced");
  }

  @Test
  void theFirstTopicThatLacksSomeIsNamed() {
    var verdict =
        verdict(
                """
                flow:
                  configsFailed:
                    topics: 12
                    first: [{topic: orders, reason: ConfigRefused, message: segment.bytes is too low}]
                """)
            .orElseThrow();

    assertThat(verdict.status()).isEqualTo(Truth.False);
    assertThat(verdict.reason()).isEqualTo("ConfigRefused");
    assertThat(verdict.message())
        .isEqualTo(
            "12 topics, whose records are copied all the same; first: orders: segment.bytes is too"
                + " low");
  }

  private static Optional<Verdict> verdict(String changes) {
    return TopicConfigsVerdict.of(new Fleet(List.of(Samples.pod(Samples.answer(changes)))));
  }
}
