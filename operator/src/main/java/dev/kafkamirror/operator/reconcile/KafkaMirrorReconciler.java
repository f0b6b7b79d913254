package dev.kafkamirror.operator.reconcile;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorStatus;
import dev.kafkamirror.operator.apply.Applier;
import dev.kafkamirror.operator.apply.RefusedPodTemplateException;
import dev.kafkamirror.operator.observe.Memory;
import dev.kafkamirror.operator.observe.Observation;
import dev.kafkamirror.operator.plan.Plan;
import dev.kafkamirror.operator.plan.Planner;
import dev.kafkamirror.operator.poll.PodPoller;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** One reconcile: observe, plan, apply. */
@ControllerConfiguration(name = "kafkamirror")
public final class KafkaMirrorReconciler implements Reconciler<KafkaMirror> {
  private final Planner planner;
  private final Applier applier;
  private final PodPoller poller;
  private final Duration pollPeriod;
  private final Set<String> namespaces;
  private final Clock clock;
  private final Watchdog watchdog;
  private final Instant started;
  private final Map<ResourceID, Memory> memories = new ConcurrentHashMap<>();
  private final NeighbourSettings neighbourSettings = new NeighbourSettings();

  public KafkaMirrorReconciler(
      Planner planner,
      Applier applier,
      PodPoller poller,
      Duration pollPeriod,
      Set<String> namespaces,
      Clock clock,
      Watchdog watchdog) {
    this.watchdog = watchdog;
    this.planner = planner;
    this.applier = applier;
    this.poller = poller;
    this.pollPeriod = pollPeriod;
    this.namespaces = Set.copyOf(namespaces);
    this.clock = clock;
    this.started = clock.instant();
  }

  @Override
  public List<EventSource<?, KafkaMirror>> prepareEventSources(
      EventSourceContext<KafkaMirror> context) {
    return new Watches(context, namespaces).all(poller, pollPeriod);
  }

  @Override
  public UpdateControl<KafkaMirror> reconcile(KafkaMirror mirror, Context<KafkaMirror> context) {
    var id = ResourceID.fromResource(mirror);
    watchdog.begins(id);
    try {
      return reconcile(mirror, id, context);
    } finally {
      watchdog.ends(id);
    }
  }

  private UpdateControl<KafkaMirror> reconcile(
      KafkaMirror mirror, ResourceID id, Context<KafkaMirror> context) {
    var now = clock.instant();
    var memory = memories.getOrDefault(id, Memory.since(started));
    var seen = new Observer(context, neighbourSettings).observe(mirror, memory);
    var plan = carryOut(mirror, seen, now);
    forgetTheDeleted(context);
    memories.put(id, remember(plan, memory, now));
    var update =
        plan.status()
            .map(status -> UpdateControl.patchStatus(withStatus(mirror, status)))
            .orElseGet(UpdateControl::noUpdate);
    return update.rescheduleAfter(plan.again());
  }

  /** A first failure, a conflict say, is tried again within seconds before anybody is told. */
  @Override
  public ErrorStatusUpdateControl<KafkaMirror> updateErrorStatus(
      KafkaMirror mirror, Context<KafkaMirror> context, Exception failure) {
    if (context.getRetryInfo().filter(retry -> retry.getAttemptCount() > 0).isEmpty()) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    return planner
        .failed(mirror, String.valueOf(failure.getMessage()), clock.instant())
        .map(status -> ErrorStatusUpdateControl.patchStatus(withStatus(mirror, status)))
        .orElseGet(ErrorStatusUpdateControl::defaultErrorProcessing);
  }

  private Plan carryOut(KafkaMirror mirror, Observation seen, Instant now) {
    var plan = planner.plan(seen, now);
    try {
      applier.apply(mirror, plan);
      return plan;
    } catch (RefusedPodTemplateException e) {
      var without = planner.refused(seen, e.getMessage(), now);
      applier.apply(mirror, without);
      return without;
    }
  }

  private static Memory remember(Plan plan, Memory before, Instant now) {
    return new Memory(
        plan.replicating() ? now : before.lastReplicating(),
        plan.status().isPresent() ? now : before.lastStatusWrite(),
        plan.lagHighSince(),
        plan.scale());
  }

  private void forgetTheDeleted(Context<KafkaMirror> context) {
    var alive =
        context
            .getPrimaryCache()
            .list(mirror -> true)
            .map(ResourceID::fromResource)
            .collect(Collectors.toSet());
    memories.keySet().retainAll(alive);
    neighbourSettings.forgetAllBut(alive);
  }

  /** A fresh object: server-side apply then owns the status and nothing else. */
  private static KafkaMirror withStatus(KafkaMirror mirror, KafkaMirrorStatus status) {
    var fresh = new KafkaMirror();
    fresh.getMetadata().setName(mirror.getMetadata().getName());
    fresh.getMetadata().setNamespace(mirror.getMetadata().getNamespace());
    fresh.setStatus(status);
    return fresh;
  }
}
