package dev.kafkamirror.operator.reconcile;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.operator.observe.Memory;
import dev.kafkamirror.operator.observe.Neighbour;
import dev.kafkamirror.operator.observe.Observation;
import dev.kafkamirror.operator.observe.PodReport;
import dev.kafkamirror.operator.observe.PodState;
import dev.kafkamirror.operator.observe.SecretState;
import dev.kafkamirror.operator.plan.Names;
import dev.kafkamirror.operator.plan.Planner;
import dev.kafkamirror.operator.plan.SettingsFile;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gathers an observation from the informers' caches and the last poll: asks nobody, waits never.
 */
final class Observer {
  private final Context<KafkaMirror> context;
  private final NeighbourSettings neighbourSettings;

  Observer(Context<KafkaMirror> context, NeighbourSettings neighbourSettings) {
    this.context = context;
    this.neighbourSettings = neighbourSettings;
  }

  Observation observe(KafkaMirror mirror, Memory memory) {
    return new Observation(mirror, children(mirror), secrets(), pods(), neighbours(mirror), memory);
  }

  private List<HasMetadata> children(KafkaMirror mirror) {
    var name = Names.child(mirror.getMetadata().getName());
    return Stream.of(
            Deployment.class,
            ConfigMap.class,
            ServiceAccount.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class)
        .<HasMetadata>flatMap(context::getSecondaryResourcesAsStream)
        .filter(child -> child.getMetadata().getName().equals(name))
        .toList();
  }

  private Map<String, SecretState> secrets() {
    return context
        .getSecondaryResourcesAsStream(Secret.class)
        .map(
            secret ->
                new SecretState(
                    secret.getMetadata().getName(),
                    secret.getMetadata().getResourceVersion(),
                    secret.getData().keySet()))
        .collect(Collectors.toMap(SecretState::name, Function.identity(), (one, same) -> one));
  }

  private List<PodState> pods() {
    var reports =
        context
            .getSecondaryResourcesAsStream(PodReport.class)
            .collect(Collectors.toMap(PodReport::pod, Function.identity()));
    return context
        .getSecondaryResourcesAsStream(Pod.class)
        .filter(Observer::unfinished)
        .map(pod -> PodStates.of(pod, reports.get(pod.getMetadata().getName())))
        .sorted(Comparator.comparing(PodState::name))
        .toList();
  }

  /** An evicted pod stays on the list for people to look at; it does nothing any more. */
  private static boolean unfinished(Pod pod) {
    var phase = Optional.ofNullable(pod.getStatus()).map(status -> status.getPhase());
    return phase.filter(p -> p.equals("Failed") || p.equals("Succeeded")).isEmpty();
  }

  private List<Neighbour> neighbours(KafkaMirror mirror) {
    var self = ResourceID.fromResource(mirror);
    return context
        .getPrimaryCache()
        .list(other -> !ResourceID.fromResource(other).equals(self))
        .map(other -> Planner.neighbour(other, settings(other)))
        .toList();
  }

  private Optional<KafkaMirrorSpec> settings(KafkaMirror mirror) {
    var id =
        new ResourceID(
            Names.child(mirror.getMetadata().getName()), mirror.getMetadata().getNamespace());
    var maps =
        (InformerEventSource<ConfigMap, KafkaMirror>)
            context.eventSourceRetriever().getEventSourceFor(ConfigMap.class);
    return maps.get(id)
        .map(ConfigMap::getData)
        .map(data -> data.get(SettingsFile.KEY))
        .flatMap(text -> neighbourSettings.of(ResourceID.fromResource(mirror), text));
  }
}
