package dev.kafkamirror.replicator.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private final Agenda<String> agenda = new Agenda<>();

  @Test
  void givesEachItemOnceInTheOrderInWhichItCameUp() {
    agenda.add("b");
    agenda.addAll(List.of("a", "b", "c"));

    assertThat(agenda.takeDue(0)).containsExactly("b", "a", "c");
    assertThat(agenda.takeDue(0)).isEmpty();
  }

  @Test
  void keepsWhatIsForLaterUntilItsTime() {
    agenda.addAt("late", 20);
    agenda.addAt("early", 10);

    assertThat(agenda.takeDue(9)).isEmpty();
    assertThat(agenda.takeDue(10)).containsExactly("early");
    assertThat(agenda.takeDue(50)).containsExactly("late");
  }

  @Test
  void givesAnItemAtItsTimeAlsoWhenItWasDueBefore() {
    agenda.addAt("a", 10);
    agenda.add("a");

    assertThat(agenda.takeDue(0)).containsExactly("a");
    assertThat(agenda.takeDue(10)).containsExactly("a");
  }

  @Test
  void tellsHowLongNothingIsDue() {
    assertThat(agenda.waitMs(0, 500)).isEqualTo(500);

    agenda.addAt("a", 1_000);
    assertThat(agenda.waitMs(0, 500)).isEqualTo(500);
    assertThat(agenda.waitMs(900, 500)).isEqualTo(100);
    assertThat(agenda.waitMs(2_000, 500)).isZero();

    agenda.add("b");
    assertThat(agenda.waitMs(0, 500)).isZero();
  }
}
