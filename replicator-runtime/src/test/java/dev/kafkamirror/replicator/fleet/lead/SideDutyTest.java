package dev.kafkamirror.replicator.fleet.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.replicator.settings.TestSpecs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SideDutyTest {
  private static final String EVERY_5 = "heartbeats: {periodSeconds: 5}";
  private static final String EVERY_9 = "heartbeats: {periodSeconds: 9}";

  private final List<String> done = new ArrayList<>();
  private final SideDuty<Integer> duty =
      new SideDuty<>(
          spec -> spec.heartbeats().state() == HeartbeatsSpec.State.Enabled,
          now -> now.spec().heartbeats(),
          now -> {
            done.add("begin " + now.spec().heartbeats().periodSeconds());
            return now.spec().heartbeats().periodSeconds();
          },
          period -> done.add("end " + period));

  @Test
  void goesOnWhileWhatItGoesByStaysTheSame() {
    keep(EVERY_5);
    keep(EVERY_5 + "\ntasksMax: 3");

    assertThat(done).containsExactly("begin 5");
    assertThat(duty.running()).contains(5);
  }

  @Test
  void beginsAnewWithOtherSettings() {
    keep(EVERY_5);
    keep(EVERY_9);

    assertThat(done).containsExactly("begin 5", "end 5", "begin 9");
  }

  @Test
  void endsWhenItIsNoLongerAskedFor() {
    keep(EVERY_5);
    keep("heartbeats: {state: Disabled}");

    assertThat(done).containsExactly("begin 5", "end 5");
    assertThat(duty.running()).isEmpty();
  }

  @Test
  void restsWhileTheMirrorIsPaused() {
    keep(EVERY_5);
    keep(EVERY_5 + "\nstate: Paused");
    keep(EVERY_5);

    assertThat(done).containsExactly("begin 5", "end 5", "begin 5");
  }

  @Test
  void endsOnce() {
    keep(EVERY_5);
    duty.end();
    duty.end();

    assertThat(done).containsExactly("begin 5", "end 5");
  }

  private void keep(String spec) {
    duty.keep(TestSpecs.flow(spec));
  }
}
