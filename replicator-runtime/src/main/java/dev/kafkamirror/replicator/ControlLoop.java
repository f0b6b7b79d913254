package dev.kafkamirror.replicator;

import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.SettingsWatcher;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs in line with the settings, over and over: {@link #turn} is called about every
 * second by one thread. Settings of another flow (another name, namespace or source alias) end the
 * one that runs; all else is applied to it.
 *
 * @param <F> what runs
 */
final class ControlLoop<F extends RunningFlow> {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

  /**
   * The present state, for those who report it.
   *
   * @param flow null as long as nothing runs
   * @param applied settings in force, null before there were any
   * @param error why the settings as they are now are not in force, else null
   */
  record State<F>(F flow, FlowSettings applied, String error) {}

  private final SettingsWatcher watcher;
  private final Function<FlowSettings, F> starter;
  private final Duration closeWithin;
  private FlowSettings wanted;
  private String refused;
  private volatile State<F> state = new State<>(null, null, null);

  /**
   * @param starter makes a flow that tries to reach its clusters until it does
   * @param closeWithin how long a flow may take to hand over its work
   */
  ControlLoop(SettingsWatcher watcher, Function<FlowSettings, F> starter, Duration closeWithin) {
    this.watcher = watcher;
    this.starter = starter;
    this.closeWithin = closeWithin;
  }

  State<F> state() {
    return state;
  }

  /** Looks for new settings and follows them. What fails is tried again at the next turn. */
  void turn() throws InterruptedException {
    watcher.poll().ifPresent(this::note);
    if (state.flow() != null) {
      state.flow().turn();
    }
    if (wanted == null || wanted.equals(state.applied())) {
      state = new State<>(state.flow(), state.applied(), refused);
      return;
    }
    try {
      follow(wanted);
    } catch (RuntimeException e) {
      String error = "The settings are valid but could not be applied: " + e.getMessage();
      if (!error.equals(state.error())) {
        LOG.atError().setCause(e).log("Settings could not be applied, trying on");
      }
      state = new State<>(state.flow(), state.applied(), error);
    }
  }

  private void note(SettingsWatcher.Reading reading) {
    wanted = reading.settings();
    refused = reading.error();
    if (refused != null) {
      LOG.atError()
          .addKeyValue("problems", refused)
          .log(
              wanted == null
                  ? "Settings refused, waiting for valid ones"
                  : "Settings refused, the last valid ones stay in force");
    }
  }

  private void follow(FlowSettings settings) throws InterruptedException {
    F flow = state.flow();
    if (flow != null && !state.applied().flow().equals(settings.flow())) {
      LOG.atInfo()
          .addKeyValue("flow", state.applied().flow())
          .log("The settings name another flow, ending this one");
      int left = flow.close(closeWithin);
      if (left > 0) {
        LOG.atWarn().addKeyValue("partitions", left).log("Not everything was handed over in time");
      }
      flow = null;
      state = new State<>(null, null, refused);
    }
    if (flow == null) {
      flow = starter.apply(settings);
    } else {
      flow.apply(settings);
    }
    state = new State<>(flow, settings, refused);
    LOG.atInfo()
        .addKeyValue("flow", settings.flow())
        .addKeyValue("revision", settings.revision())
        .log("Settings applied");
  }

  /**
   * Ends what runs, after what is to be done before an end. No turn may follow.
   *
   * @return partitions that were not handed over in time
   */
  int close() throws InterruptedException {
    F flow = state.flow();
    if (flow == null) {
      return 0;
    }
    flow.drain();
    return flow.close(closeWithin);
  }
}
