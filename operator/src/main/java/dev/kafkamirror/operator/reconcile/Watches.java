package dev.kafkamirror.operator.reconcile;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.observe.PodReport;
import dev.kafkamirror.operator.plan.Names;
import dev.kafkamirror.operator.poll.PodPoller;
import dev.kafkamirror.operator.validation.SecretUse;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.EventSourceStartPriority;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.event.source.polling.PollingConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.source.polling.PollingEventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything whose change makes the operator look at a mirror again. */
final class Watches {
  private static final String BY_SECRET = "secret";

  private final EventSourceContext<KafkaMirror> context;
  private final Set<String> namespaces;

  Watches(EventSourceContext<KafkaMirror> context, Set<String> namespaces) {
    this.context = context;
    this.namespaces = namespaces;
  }

  List<EventSource<?, KafkaMirror>> all(PodPoller poller, Duration pollPeriod) {
    var sources = new ArrayList<EventSource<?, KafkaMirror>>();
    sources.add(owned(Deployment.class));
    sources.add(owned(ConfigMap.class));
    sources.add(owned(ServiceAccount.class));
    sources.add(owned(PodDisruptionBudget.class));
    sources.add(owned(NetworkPolicy.class));
    var pods = owned(Pod.class);
    // The first round of questions is asked at the start and needs to know the pods.
    pods.setEventSourcePriority(EventSourceStartPriority.RESOURCE_STATE_LOADER);
    sources.add(pods);
    sources.add(reports(pods, poller, pollPeriod));
    context.getPrimaryCache().addIndexer(BY_SECRET, Watches::secretKeys);
    // One informer for each namespace: their stores can't be shared.
    namespaces.forEach(namespace -> sources.add(secrets(namespace)));
    return sources;
  }

  private <T extends HasMetadata> InformerEventSource<T, KafkaMirror> owned(Class<T> kind) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, KafkaMirror.class)
            .withLabelSelector(Names.OWN_SELECTOR)
            .withSecondaryToPrimaryMapper(object -> Set.of(mirrorOf(object)))
            .build(),
        context);
  }

  private EventSource<PodReport, KafkaMirror> reports(
      InformerEventSource<Pod, KafkaMirror> pods, PodPoller poller, Duration period) {
    return new PollingEventSource<>(
        PodReport.class,
        new PollingConfigurationBuilder<PodReport, String>(
                () -> poll(pods.list(pod -> true).toList(), poller), period)
            .withName("pod-reports")
            .withResourceIDMapper(PodReport::pod)
            .build());
  }

  private static Map<ResourceID, Set<PodReport>> poll(List<Pod> pods, PodPoller poller) {
    var reports = poller.poll(pods);
    var byMirror = new HashMap<ResourceID, Set<PodReport>>();
    for (var pod : pods) {
      byMirror
          .computeIfAbsent(mirrorOf(pod), mirror -> new HashSet<>())
          .add(reports.get(pod.getMetadata().getUid()));
    }
    return byMirror;
  }

  private EventSource<Secret, KafkaMirror> secrets(String namespace) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Secret.class, KafkaMirror.class)
            .withName("secrets-" + namespace)
            .withNamespaces(namespace)
            .withItemStore(new TransformingItemStore<>(Watches::withoutValues))
            .withPrimaryToSecondaryMapper(
                (KafkaMirror mirror) ->
                    SecretUse.names(mirror.getSpec()).stream()
                        .map(name -> new ResourceID(name, mirror.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
            .withSecondaryToPrimaryMapper(this::mirrorsThatUse)
            .build(),
        context);
  }

  private Set<ResourceID> mirrorsThatUse(Secret secret) {
    return context
        .getPrimaryCache()
        .byIndex(
            BY_SECRET, key(secret.getMetadata().getNamespace(), secret.getMetadata().getName()))
        .stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static List<String> secretKeys(KafkaMirror mirror) {
    return SecretUse.names(mirror.getSpec()).stream()
        .map(secret -> key(mirror.getMetadata().getNamespace(), secret))
        .toList();
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  /** The operator keeps no secret in memory: names of keys are all it needs. */
  static Secret withoutValues(Secret secret) {
    var keys = new TreeMap<String, String>();
    Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
        .keySet()
        .forEach(key -> keys.put(key, ""));
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secret.getMetadata().getName())
        .withNamespace(secret.getMetadata().getNamespace())
        .withUid(secret.getMetadata().getUid())
        .withResourceVersion(secret.getMetadata().getResourceVersion())
        .endMetadata()
        .withData(keys)
        .build();
  }

  static ResourceID mirrorOf(HasMetadata object) {
    return new ResourceID(
        object.getMetadata().getLabels().get(Names.MIRROR_LABEL),
        object.getMetadata().getNamespace());
  }
}
