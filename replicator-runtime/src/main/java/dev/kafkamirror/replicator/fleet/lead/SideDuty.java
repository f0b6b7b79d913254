package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing that the leader does beside the topics, with a thread of its own, for as long as the
 * mirror runs and its spec asks for it. It is begun anew when what it goes by has changed.
 *
 * @param <T> what does it, from its construction until it is closed
 */
final class SideDuty<T> {
  private final Predicate<KafkaMirrorSpec> asked;
  private final Function<FlowSettings, Object> governing;
  private final Function<FlowSettings, T> begin;
  private final Consumer<T> close;
  private T running;
  private Object begunWith;

  /**
   * @param asked whether the spec wants it
   * @param governing the part of the settings that it goes by, to be compared
   */
  SideDuty(
      Predicate<KafkaMirrorSpec> asked,
      Function<FlowSettings, Object> governing,
      Function<FlowSettings, T> begin,
      Consumer<T> close) {
    this.asked = asked;
    this.governing = governing;
    this.begin = begin;
    this.close = close;
  }

  /** Begins, ends or goes on, as these settings say. */
  void keep(FlowSettings now) {
    keep(now, true);
  }

  /**
   * The same.
   *
   * @param may whether it may run at all
   */
  void keep(FlowSettings now, boolean may) {
    boolean wanted = may && now.spec().state() == MirrorState.Running && asked.test(now.spec());
    if (running != null && !(wanted && governing.apply(now).equals(begunWith))) {
      end();
    }
    if (wanted && running == null) {
      begunWith = governing.apply(now);
      running = begin.apply(now);
    }
  }

  void end() {
    if (running != null) {
      close.accept(running);
      running = null;
    }
  }

  Optional<T> running() {
    return Optional.ofNullable(running);
  }
}
