package dev.kafkamirror.operator;

import dev.kafkamirror.operator.plan.Names;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays the kubelet of a namespace without a node: each new pod gets an address of its own and
 * runs, and answers as was said for its mirror once it has its settings.
 */
final class FakeKubelet {
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  /** Written over a healthy pod's answer, by mirror; empty text: the pod gives no answer. */
  private final Map<String, String> said = new ConcurrentHashMap<>();

  private final KubernetesClient admin;
  private final FakePods pods;
  private final String namespace;

  FakeKubelet(KubernetesClient admin, FakePods pods, String namespace) {
    this.admin = admin;
    this.pods = pods;
    this.namespace = namespace;
  }

  /** From its next round on a mirror's pods answer so. */
  void say(String mirror, String changes) {
    said.put(mirror, changes);
  }

  /** From its next round on a mirror's pods give no answer. */
  void silence(String mirror) {
    said.put(mirror, "");
  }

  /** One round. */
  void play() {
    for (var pod : admin.pods().inNamespace(namespace).list().getItems()) {
      if (pod.getMetadata().getLabels().containsKey(Names.MIRROR_LABEL)) {
        play(pod);
      }
    }
  }

  private void play(Pod pod) {
    var ip = pod.getStatus().getPodIP();
    if (ip == null) {
      run(pod);
      return;
    }
    var mirror = pod.getMetadata().getLabels().get(Names.MIRROR_LABEL);
    var changes = said.getOrDefault(mirror, "{}");
    var revision = annotations(pod).get(Names.REVISION);
    if (revision == null || changes.isEmpty()) {
      pods.answer(ip, null);
      return;
    }
    var healthy =
        Samples.answer(
            "{pod: %s, revision: %s, target: {state: Reachable, clusterId: id-of-%s}}"
                .formatted(pod.getMetadata().getName(), revision, mirror));
    pods.answer(ip, Samples.changed(healthy, changes));
  }

  private void run(Pod pod) {
    int next = ADDRESSES.getAndIncrement();
    var ip = "127.2." + (next / 250) + "." + (1 + next % 250);
    try {
      admin
          .pods()
          .resource(pod)
          .editStatus(
              before ->
                  new PodBuilder(before)
                      .editStatus()
                      .withPhase("Running")
                      .withPodIP(ip)
                      .addNewPodIP(ip)
                      .addNewCondition()
                      .withType("Ready")
                      .withStatus("True")
                      .endCondition()
                      .endStatus()
                      .build());
    } catch (KubernetesClientException e) {
      // It was deleted meanwhile, or changed: the next round sees what became of it.
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private static Map<String, String> annotations(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
  }
}
