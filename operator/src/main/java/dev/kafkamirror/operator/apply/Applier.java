package dev.kafkamirror.operator.apply;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.plan.Names;
import dev.kafkamirror.operator.plan.Plan;
import dev.kafkamirror.operator.plan.PodPatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Set;

/** Writes what a plan wants written. Each write can be repeated without harm. */
public final class Applier {
  /** Of a Deployment with fields that are unknown, or have values that are not allowed. */
  private static final Set<Integer> REFUSALS = Set.of(HttpURLConnection.HTTP_BAD_REQUEST, 422);

  /** What the API server says, as an internal error, of an unknown field deep in an apply. */
  private static final String UNKNOWN_FIELD = "field not declared in schema";

  /** Strict: a field that the API server does not know is refused rather than dropped. */
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Names.FIELD_MANAGER)
          .withForce(true)
          .withFieldValidation("Strict")
          .build();

  private final KubernetesClient client;
  private final EventRecorder events;

  public Applier(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /**
   * Carries out all of a plan but the status.
   *
   * @throws RefusedPodTemplateException when the API server refuses the Deployment as it is
   * @throws KubernetesClientException when the API server refuses a write or can't be reached
   */
  public void apply(KafkaMirror mirror, Plan plan) {
    plan.children().forEach(this::apply);
    // What is gone already is no error.
    plan.deletions().forEach(child -> client.resource(child).delete());
    for (var patch : plan.podPatches()) {
      annotate(mirror.getMetadata().getNamespace(), patch);
    }
    plan.events().forEach(event -> events.record(mirror, event));
  }

  private void apply(HasMetadata child) {
    try {
      client.resource(child).patch(APPLY);
    } catch (KubernetesClientException e) {
      if (child instanceof Deployment && refused(e)) {
        throw new RefusedPodTemplateException(e);
      }
      throw e;
    }
  }

  private static boolean refused(KubernetesClientException e) {
    return REFUSALS.contains(e.getCode()) || e.getMessage().contains(UNKNOWN_FIELD);
  }

  private void annotate(String namespace, PodPatch patch) {
    var annotations =
        new PodBuilder()
            .withNewMetadata()
            .withAnnotations(patch.annotations())
            .endMetadata()
            .build();
    try {
      client
          .pods()
          .inNamespace(namespace)
          .withName(patch.pod())
          .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), annotations);
    } catch (KubernetesClientException e) {
      // A pod that ended meanwhile needs no refresh.
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
