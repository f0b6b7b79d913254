package dev.kafkamirror.replicator.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.replicator.position.Term;
import dev.kafkamirror.replicator.position.Terms;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnTest {

  @ParameterizedTest(name = "{0}, takes turns: {1}, has begun: {2}")
  @CsvSource({
    // own term, takes turns, begun, turn
    "'', false, false, COPIES",
    "'', false, true, COPIES",
    "'', true, true, COPIES",
    "'', true, false, STANDBY",
    "1 promoted, false, true, PROMOTED",
    "1 promoted, true, true, PROMOTED",
    "2 begun, true, false, COPIES",
    "2 begun, false, false, COPIES",
  })
  void aTopicIsCopiedOneWayAtATime(String own, boolean takesTurns, boolean begun, Turn turn) {
    assertThat(Turn.of(term(own), takesTurns, begun)).isEqualTo(turn);
  }

  @ParameterizedTest(name = "own {0}, other {1}")
  @CsvSource({
    // own, other, what begins
    "'', '', ''",
    "'', 1 promoted, 2 begun",
    "'', 2 begun, ''",
    "1 promoted, 1 promoted, ''",
    "1 promoted, 2 begun, ''",
    "1 promoted, 2 promoted, 3 begun",
    "2 promoted, 1 promoted, ''",
    "3 begun, 2 promoted, ''",
  })
  void theNextTermBeginsWhenTheOtherDirectionHasEndedALaterOne(
      String own, String other, String next) {
    assertThat(Turn.next(term(own), term(other))).isEqualTo(term(next));
  }

  @Test
  void aPromotionOfAllTopicsCountsForEachUntilTheTopicIsCopiedAgain() {
    Terms terms =
        new Terms(Map.of(Terms.ALL_TOPICS, new Term(1, true), "returned", new Term(3, false)));

    assertThat(terms.promoted("orders")).isTrue();
    assertThat(terms.promoted("returned")).isFalse();
    assertThat(terms.latest()).isEqualTo(3);
  }

  @Test
  void aSecondPromotionOfAllTopicsCountsForThoseThatHadReturned() {
    Terms terms =
        new Terms(Map.of(Terms.ALL_TOPICS, new Term(3, true), "returned", new Term(3, false)));

    assertThat(terms.promoted("returned")).isTrue();
  }

  private static Optional<Term> term(String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Term(Integer.parseInt(text.substring(0, 1)), text.endsWith("promoted")));
  }
}
