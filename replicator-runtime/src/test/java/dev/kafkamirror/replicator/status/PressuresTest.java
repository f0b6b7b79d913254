package dev.kafkamirror.replicator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kafkamirror.replicator.status.Limit.Pressure;
import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import dev.kafkamirror.replicator.task.measure.TaskMeasures;
import dev.kafkamirror.replicator.task.measure.TaskMeasures.Fetches;
import dev.kafkamirror.replicator.task.measure.TaskMeasures.Sends;
import dev.kafkamirror.replicator.wire.NetworkUse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PressuresTest {
  private static final Offset<Double> NEARLY = within(1e-9);

  private long seconds = -3;
  private double cpuSeconds = 100;
  private final Pressures pressures =
      new Pressures(
          Duration.ofSeconds(10),
          () -> TimeUnit.SECONDS.toNanos(seconds),
          () -> (long) (cpuSeconds * 1e9),
          2);

  @Test
  void nothingIsKnownBeforeTheFirstObservation() {
    assertThat(pressures.now()).isEqualTo(Pressure.NONE);
  }

  @Test
  void aTaskThatIsJustThereIsNotJudged() {
    pressures.observe(List.of(task("a", true, 0, 0, 0, 0)));

    assertThat(pressures.now()).isEqualTo(Pressure.NONE);
  }

  @Test
  void whoKeepsUpMeetsNothing() {
    pressures.observe(List.of(task("a", false, 0, 0, 0, 0)));
    after(1, task("a", false, 0, 0, 1_000, 1_000));

    assertThat(pressures.now()).isEqualTo(Pressure.NONE);
  }

  @Test
  void sharesAreThoseOfTheTimeBetween() {
    pressures.observe(List.of(task("a", true, 50, 50, 500, 9_000)));
    after(4, task("a", true, 53, 51, 900, 11_000));

    Pressure now = pressures.now();
    assertThat(now.isBehind()).isTrue();
    assertThat(now.heldBack()).isEqualTo(0.1, NEARLY);
    assertThat(now.busy()).as("the busier loop").isEqualTo(0.75, NEARLY);
    assertThat(now.full()).isEqualTo(0.5, NEARLY);
  }

  @Test
  void theQuotasOfBothSidesAndTheMirrorsOwnLimitsCount() {
    pressures.observe(List.of(task("a", true, 0, 0, 0, 0)));
    seconds += 10;
    Summary second = new Summary(0, 0, 0, 0, 0, 0, 1, 1_000);
    pressures.observe(
        List.of(
            new TaskMeasures(
                "a",
                true,
                waited(10),
                waited(10),
                new Fetches(Summary.NONE, Summary.NONE, second, 1_000, 0),
                new Sends(Summary.NONE, Summary.NONE, Summary.NONE, second))));

    assertThat(pressures.now().heldBack()).isEqualTo(0.3, NEARLY);
  }

  @Test
  void onlyTheTasksThatAreBehindCount() {
    pressures.observe(List.of(task("a", true, 0, 0, 0, 0), task("b", false, 0, 0, 0, 0)));
    after(10, task("a", true, 10, 10, 0, 0), task("b", false, 0, 0, 0, 10_000));

    assertThat(pressures.now()).isEqualTo(new Pressure(true, 0, 0, 0));
  }

  @Test
  void aProcessThatUsesAllItsCpuIsBusyWhateverItsLoopsDo() {
    pressures.observe(List.of(task("a", true, 0, 0, 0, 0)));
    cpuSeconds += 19;
    after(10, task("a", true, 10, 10, 0, 0));

    assertThat(pressures.now().busy()).isEqualTo(0.95, NEARLY);
  }

  @Test
  void aConnectionThatIsMadeAnewIsNotBusyBecauseItsTimeBeginsAgain() {
    pressures.observe(List.of(task("a", true, 50, 50, 0, 0)));
    after(10, task("a", true, 60, 1, 0, 0));
    assertThat(pressures.now().busy()).isZero();

    TaskMeasures before = task("a", true, 70, 0, 0, 0);
    after(
        10,
        new TaskMeasures(
            "a", true, before.source(), NetworkUse.NONE, before.fetches(), before.sends()));
    assertThat(pressures.now().busy()).isZero();
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    pressures.observe(List.of(task("a", true, 0, 0, 0, 0)));
    after(5, task("a", true, 5, 5, 0, 5_000));
    after(5, task("a", true, 10, 10, 0, 5_000));
    assertThat(pressures.now().full()).isEqualTo(0.5, NEARLY);

    after(5, task("a", true, 15, 15, 0, 5_000));
    assertThat(pressures.now().full()).isZero();
  }

  private void after(int more, TaskMeasures... tasks) {
    seconds += more;
    pressures.observe(List.of(tasks));
  }

  private static TaskMeasures task(
      String name,
      boolean isBehind,
      long sourceWaited,
      long targetWaited,
      long heldBackMs,
      long fullMs) {
    return new TaskMeasures(
        name,
        isBehind,
        waited(sourceWaited),
        waited(targetWaited),
        new Fetches(Summary.NONE, Summary.NONE, Summary.NONE, heldBackMs, fullMs),
        new Sends(Summary.NONE, Summary.NONE, Summary.NONE, Summary.NONE));
  }

  private static NetworkUse waited(long seconds) {
    return new NetworkUse(0, 0, 0, TimeUnit.SECONDS.toNanos(seconds));
  }
}
