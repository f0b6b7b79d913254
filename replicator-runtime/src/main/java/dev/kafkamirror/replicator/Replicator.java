package dev.kafkamirror.replicator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.fleet.PodMeasures;
import dev.kafkamirror.replicator.http.Answer;
import dev.kafkamirror.replicator.http.HttpInterface;
import dev.kafkamirror.replicator.metrics.FlowSnapshot;
import dev.kafkamirror.replicator.metrics.PodMetrics;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.settings.SettingsFiles;
import dev.kafkamirror.replicator.settings.SettingsWatcher;
import dev.kafkamirror.replicator.status.PartitionPage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole process: follows the settings, runs the flow and serves HTTP. */
public final class Replicator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replicator.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TURN = Duration.ofSeconds(1);

  /** Kubernetes gives a pod 30 s by default; the rest is for the JVM to end. */
  private static final Duration HAND_OVER_WITHIN = Duration.ofSeconds(20);

  private final String pod;
  private final Clock clock = Clock.systemUTC();
  private final ControlLoop<FleetFlow> control;
  private final RetryingThread thread = new RetryingThread("control", this::turn, _ -> {});
  private final Liveness liveness = new Liveness();
  private final LogLevels logLevels = LogLevels.ofProcess();
  private final RetryingThread pulse = new RetryingThread("pulse", this::beat, _ -> {});
  private final PodMetrics metrics = new PodMetrics(this::snapshot);
  private final HttpInterface http;
  private volatile long turns;
  private volatile boolean leaving;

  private Replicator(SettingsFiles files, String pod, int httpPort) throws IOException {
    this.pod = pod;
    this.control = new ControlLoop<>(new SettingsWatcher(files), this::startFlow, HAND_OVER_WITHIN);
    this.http =
        new HttpInterface(
            httpPort,
            Map.of(
                "/livez",
                _ -> livez(),
                "/readyz",
                _ -> readyz(),
                "/metrics",
                _ -> new Answer(200, PodMetrics.CONTENT_TYPE, metrics.scrape()),
                "/v1/status",
                _ -> Answer.json(json(status())),
                "/v1/partitions",
                this::partitions));
  }

  /**
   * Starts, and returns at once. Settings that are missing or wrong and clusters that cannot be
   * reached are reported and tried again.
   *
   * @param pod name that the status carries
   * @param httpPort 0 for any free one
   * @throws IOException when the port cannot be had
   */
  public static Replicator start(SettingsFiles files, String pod, int httpPort) throws IOException {
    Replicator replicator = new Replicator(files, pod, httpPort);
    replicator.thread.start();
    replicator.pulse.start();
    return replicator;
  }

  public int httpPort() {
    return http.port();
  }

  /**
   * Hands over the work and ends; until then HTTP shows it as leaving.
   *
   * @throws IllegalStateException when the thread is interrupted before the work is handed over
   */
  @Override
  public void close() {
    int left = leave();
    if (left > 0) {
      LOG.atWarn().addKeyValue("partitions", left).log("Not everything was handed over in time");
    }
  }

  /**
   * Like {@link #close}.
   *
   * @return partitions that were not handed over in time: whoever takes them over has to make sure
   *     first that nothing of this process is still under way
   */
  public int leave() {
    leaving = true;
    thread.requestClose();
    try {
      if (!thread.awaitEnd(HAND_OVER_WITHIN)) {
        LOG.warn("The control loop hangs, ending without it");
      }
      return control.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while handing over", e);
    } finally {
      FlowSettings applied = control.state().applied();
      if (applied != null) {
        applied.plugins().close();
      }
      pulse.close();
      http.close();
      metrics.close();
    }
  }

  /** What {@code /v1/status} answers. */
  public ReplicatorStatus status() {
    return PodStatus.of(pod, control.state(), leaving);
  }

  private FleetFlow startFlow(FlowSettings settings) {
    return FleetFlow.start(settings, pod, clock);
  }

  // Only this thread counts; others read.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void turn(RetryingThread self) throws InterruptedException {
    do {
      turns++;
      control.turn();
      FlowSettings applied = control.state().applied();
      if (applied != null) {
        logLevels.follow(applied.spec().logging());
      }
    } while (self.pause(TURN));
  }

  private void beat(RetryingThread self) throws InterruptedException {
    do {
      FleetFlow flow = control.state().flow();
      liveness.beat(turns, flow == null ? Duration.ZERO : flow.sinceLastTurn());
    } while (self.pause(TURN));
  }

  private Answer livez() {
    String hanging = liveness.hanging();
    return hanging == null || leaving ? Answer.text(200, "alive") : Answer.text(503, hanging);
  }

  private Answer readyz() {
    String obstacle = PodStatus.obstacle(status());
    return obstacle == null ? Answer.text(200, "ready") : Answer.text(503, obstacle);
  }

  private Answer partitions(Map<String, String> query) {
    FleetFlow flow = control.state().flow();
    String limit = query.getOrDefault("limit", "100");
    if (!limit.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("limit must be a number from 1 on, is " + limit);
    }
    return Answer.json(
        json(
            PartitionPage.of(
                flow == null ? Map.of() : flow.partitions(),
                query.get("after"),
                Integer.parseInt(limit),
                clock.millis())));
  }

  private FlowSnapshot snapshot() {
    var state = control.state();
    FlowSettings settings = state.applied();
    return new FlowSnapshot(
        settings == null ? null : settings.source().alias(),
        settings == null ? null : settings.target().alias(),
        state.flow() == null ? Map.of() : state.flow().partitions(),
        state.flow() == null ? Map.of() : state.flow().groups(),
        state.flow() == null ? PodMeasures.NONE : state.flow().measures(),
        status(),
        clock.millis());
  }

  private static String json(Object status) {
    try {
      return JSON.writeValueAsString(status);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The status cannot be written as JSON", e);
    }
  }
}
