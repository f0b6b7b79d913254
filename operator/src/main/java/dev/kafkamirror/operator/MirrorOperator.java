package dev.kafkamirror.operator;

import dev.kafkamirror.operator.apply.Applier;
import dev.kafkamirror.operator.apply.EventRecorder;
import dev.kafkamirror.operator.plan.Names;
import dev.kafkamirror.operator.plan.Planner;
import dev.kafkamirror.operator.poll.PodPoller;
import dev.kafkamirror.operator.poll.StatusClient;
import dev.kafkamirror.operator.reconcile.KafkaMirrorReconciler;
import dev.kafkamirror.operator.reconcile.MirrorChanges;
import dev.kafkamirror.operator.reconcile.Watchdog;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: everything wired together. Closing it ends it in order. */
public final class MirrorOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorOperator.class);

  /** Threads that reconcile; a reconcile reads caches and rarely writes. */
  private static final int THREADS = 8;

  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StatusClient statusClient;
  private final Operator operator;
  private final HealthServer health;
  private final AtomicInteger leading = new AtomicInteger();
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lease-watch").factory());

  /** Null without a Lease. */
  private volatile ScheduledFuture<?> watching;

  private volatile boolean closing;

  private MirrorOperator(KubernetesClient client, OperatorConfig config, Clock clock, Runnable lost)
      throws IOException {
    statusClient = new StatusClient(config.podPort());
    var watchdog = new Watchdog(clock);
    metrics.gauge("kafkamirror.operator.leader", leading);
    operator =
        new Operator(
            settings -> {
              settings
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .checkingCRDAndValidateLocalModel(false)
                  .withConcurrentReconciliationThreads(THREADS)
                  .withReconciliationTerminationTimeout(Duration.ofSeconds(25))
                  .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics));
              elect(settings, config.leadership(), lost);
            });
    var reconciler =
        new KafkaMirrorReconciler(
            new Planner(config.pods()),
            new Applier(client, new EventRecorder(client, clock)),
            new PodPoller(statusClient),
            config.pollPeriod(),
            config.namespaces(),
            clock,
            watchdog);
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
    health =
        new HealthServer(
            config.httpPort(), () -> watchdog.hanging().isEmpty(), this::ready, metrics::scrape);
  }

  private void elect(ConfigurationServiceOverrider settings, Leadership leadership, Runnable lost) {
    if (leadership == null) {
      leading.set(1);
      return;
    }
    settings.withLeaderElectionConfiguration(
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(leadership.name())
            .withLeaseNamespace(leadership.namespace())
            .withIdentity(leadership.identity())
            .withLeaseDuration(leadership.lease())
            .withRenewDeadline(leadership.renewWithin())
            .withRetryPeriod(leadership.retry())
            .withExitOnStopLeading(false)
            .withLeaderCallbacks(
                new LeaderCallbacks(
                    () -> leading.set(1),
                    () -> stopLeading(lost),
                    leader -> LOG.atInfo().addKeyValue("leader", leader).log("Operator leads")))
            .build());
  }

  private void stopLeading(Runnable lost) {
    if (leading.getAndSet(0) == 1 && !closing) {
      lost.run();
    }
  }

  private ScheduledFuture<?> watch(LeaseWatch lease, Leadership leadership, Runnable lost) {
    long period = leadership.retry().toMillis();
    return clockwork.scheduleAtFixedRate(
        () -> {
          if (!lease.renewedWithin(leadership.renewWithin())) {
            stopLeading(lost);
          }
        },
        period,
        period,
        TimeUnit.MILLISECONDS);
  }

  /**
   * Starts an operator; returns when it has seen everything once. While the API server can't be
   * reached it waits: a process that ended instead would be restarted at ever longer intervals.
   *
   * @param client of {@link OperatorClient}; stays the caller's to close
   * @param lost called when another may lead from now on although this one was not closed: it must
   *     end the process within seconds
   * @throws IOException when the port of the probes is taken
   */
  public static MirrorOperator start(
      KubernetesClient client, OperatorConfig config, Clock clock, Runnable lost)
      throws IOException {
    var running = new MirrorOperator(client, config, clock, lost);
    try {
      if (config.leadership() != null) {
        running.watching = running.watch(OperatorClient.lease(client), config.leadership(), lost);
      }
      awaitApiServer(client);
      running.operator.start();
      return running;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  /** The client itself tries again for a while, with longer and longer breaks. */
  private static void awaitApiServer(KubernetesClient client) {
    boolean answers = false;
    while (!answers) {
      try {
        client.getKubernetesVersion();
        answers = true;
      } catch (KubernetesClientException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        // Whoever refuses is there.
        answers = e.getCode() / 100 == 4;
        if (!answers) {
          LOG.atWarn()
              .addKeyValue("server", client.getMasterUrl())
              .addKeyValue("problem", e.getMessage())
              .log("The API server does not answer; waiting for it");
        }
      }
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
    closing = true;
    if (watching != null) {
      watching.cancel(false);
    }
    clockwork.shutdownNow();
    operator.stop();
    statusClient.close();
    health.close();
    metrics.close();
  }
}
