package dev.kafkamirror.operator;

import dev.kafkamirror.operator.apply.Applier;
import dev.kafkamirror.operator.apply.EventRecorder;
import dev.kafkamirror.operator.plan.Names;
import dev.kafkamirror.operator.plan.Planner;
import dev.kafkamirror.operator.plan.ReplicatorPods;
import dev.kafkamirror.operator.poll.PodPoller;
import dev.kafkamirror.operator.poll.StatusClient;
import dev.kafkamirror.operator.reconcile.KafkaMirrorReconciler;
import dev.kafkamirror.operator.reconcile.MirrorChanges;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** The running operator: everything wired together. Closing it ends it in order. */
public final class MirrorOperator implements AutoCloseable {
  /** Threads that reconcile; a reconcile reads caches and rarely writes. */
  private static final int THREADS = 8;

  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StatusClient statusClient;
  private final Operator operator;
  private final HealthServer health;

  private MirrorOperator(KubernetesClient client, OperatorConfig config, Clock clock)
      throws IOException {
    statusClient = new StatusClient(config.podPort());
    operator =
        new Operator(
            settings ->
                settings
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .checkingCRDAndValidateLocalModel(false)
                    .withConcurrentReconciliationThreads(THREADS)
                    .withReconciliationTerminationTimeout(Duration.ofSeconds(25))
                    .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics)));
    var reconciler =
        new KafkaMirrorReconciler(
            new Planner(new ReplicatorPods(config.replicatorImage(), config.podEnvironment())),
            new Applier(client, new EventRecorder(client, clock)),
            new PodPoller(statusClient),
            config.pollPeriod(),
            config.namespaces(),
            clock);
    operator.register(
        reconciler,
        controller ->
            controller
                .settingNamespaces(config.namespaces())
                .withFieldManager(Names.FIELD_MANAGER)
                .withGenerationAware(false)
                .withOnUpdateFilter(MirrorChanges::matter)
                .withReconciliationMaxInterval(Duration.ofMinutes(3))
                .withRateLimiter(new LinearRateLimiter(Duration.ofSeconds(10), 20))
                .withRetry(
                    new GenericRetry()
                        .setInitialInterval(2_000)
                        .setIntervalMultiplier(2)
                        .setMaxInterval(60_000)
                        .withoutMaxAttempts()));
    health = new HealthServer(config.httpPort(), () -> true, this::ready, metrics::scrape);
  }

  /**
   * Starts an operator; returns when it has seen everything once.
   *
   * @param client stays the caller's to close
   * @throws IOException when the port of the probes is taken
   */
  public static MirrorOperator start(KubernetesClient client, OperatorConfig config, Clock clock)
      throws IOException {
    var running = new MirrorOperator(client, config, clock);
    try {
      running.operator.start();
      return running;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  /** Port on which probes and metrics are answered. */
  public int httpPort() {
    return health.port();
  }

  private boolean ready() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  @Override
  public void close() {
    operator.stop();
    statusClient.close();
    health.close();
    metrics.close();
  }
}
