package dev.kafkamirror.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.quickstart.Playground;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mirror is changed while records flow. */
@ExtendWith(PlaygroundExtension.class)
class ChangesIT {
  private static final String MIRROR = "changing";
  private static final String TOPIC = "changing.topic";
  private static final int PARTITIONS = 4;
  private static final int MORE = 100;

  private final Playground playground;
  private final Mirrors mirrors;
  private final KafkaCluster east;
  private final KafkaCluster west;

  ChangesIT(Playground playground) {
    this.playground = playground;
    this.mirrors = new Mirrors(playground);
    this.east = playground.kafka("east");
    this.west = playground.kafka("west");
  }

  @AfterEach
  void deleteMirror() {
    mirrors.delete(MIRROR);
  }

  @Test
  void podsAreReplacedOnlyWhereThatIsAnnouncedAndNothingIsLostOrRepeated() throws Exception {
    Mirrors.createTopic(east, TOPIC, PARTITIONS);
    password("the first");
    apply("heartbeats: {periodSeconds: 5}");
    awaitSettled();
    try (LiveTopic live = new LiveTopic(east, west, TOPIC, PARTITIONS)) {
      live.awaitMore(MORE);
      gap("nothing", live);
      Set<String> first = podIds();
      String revision = revision();

      apply("heartbeats: {periodSeconds: 2}");
      await("other settings").atMost(Mirrors.DEADLINE).until(() -> !revision.equals(revision()));
      awaitSettled();
      live.awaitMore(MORE);
      gap("setting", live);
      assertThat(podIds()).as("after a setting changed").isEqualTo(first);

      password("the second");
      live.awaitMore(MORE);
      gap("password", live);
      assertThat(podIds()).as("after a password changed").isEqualTo(first);

      // Pods that start now have to log in with the second password.
      AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);
      try (Watch _ = watchAvailable(fewest)) {
        apply("heartbeats: {periodSeconds: 2}\nrestartNonce: 1");
        await("other pods")
            .atMost(Mirrors.DEADLINE)
            .until(() -> podIds().stream().noneMatch(first::contains));
        awaitSettled();
      }
      live.awaitMore(MORE);
      gap("rolling restart", live);
      assertThat(fewest).as("fewest pods available").hasValue(2);

      Set<String> second = podIds();
      apply("heartbeats: {periodSeconds: 2}\nrestartNonce: 1\nimage: localhost/nobody/has:this");
      await("a pod without an image")
          .atMost(Mirrors.DEADLINE)
          .until(() -> mirrors.pods(MIRROR).stream().anyMatch(ChangesIT::hasNoImage));
      live.awaitMore(MORE);
      gap("an image that is not there", live);
      assertThat(podIds()).as("beside a pod that cannot start").containsAll(second);
      apply("heartbeats: {periodSeconds: 2}\nrestartNonce: 1");
      await("only the pods of before")
          .atMost(Mirrors.DEADLINE)
          .until(() -> podIds().equals(second));
      awaitSettled();
      live.awaitMore(MORE);
      gap("reverted", live);

      mirrors.assertEqual(TOPIC, live.stop());
    }
  }

  /** For whoever wants to know; how long it is depends on the machine. */
  private static void gap(String change, LiveTopic live) {
    System.out.printf(
        "longest gap of a partition: %5d ms, %s%n", live.longestGap().toMillis(), change);
  }

  /** Gives the user of the target this password, and the mirror. */
  private void password(String password) throws Exception {
    try (Admin admin = west.admin()) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "changing",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                      password)))
          .all()
          .get();
    }
    playground.applySecret("changing-user", Map.of("password", password));
  }

  private void apply(String more) {
    playground
        .kubernetes()
        .apply(
            """
            apiVersion: kafkamirror.dev/v1alpha1
            kind: KafkaMirror
            metadata: {name: %s, namespace: %s}
            spec:
              source: {alias: east, bootstrapServers: ["east-kafka:9092"]}
              target:
                alias: west
                bootstrapServers: ["west-kafka:9094"]
                tls: {trustedCertificates: [{name: west-cluster-ca-cert, key: ca.crt}]}
                authentication: {type: ScramSha512, username: changing, passwordRef: {name: changing-user, key: password}}
              topics: {include: [{name: %s}]}
              replicas: 2
            %s
            """
                .formatted(MIRROR, Playground.NAMESPACE, TOPIC, more.indent(2)));
  }

  /** Waits until all that is to be done is done, for the newest spec. */
  private void awaitSettled() {
    await(MIRROR + " has settled")
        .atMost(Mirrors.DEADLINE)
        .until(
            () -> {
              var mirror = mirrors.mirror(MIRROR).get();
              return mirror.getStatus().observedGeneration() != null
                  && mirror
                      .getStatus()
                      .observedGeneration()
                      .equals(mirror.getMetadata().getGeneration())
                  && is("Ready", "True")
                  && is("Reconciling", "False");
            });
  }

  private boolean is(String condition, String status) {
    return mirrors.condition(MIRROR, condition).stream()
        .anyMatch(c -> c.getStatus().equals(status));
  }

  private String revision() {
    return mirrors.mirror(MIRROR).get().getStatus().configRevision();
  }

  private Set<String> podIds() {
    return mirrors.pods(MIRROR).stream()
        .map(pod -> pod.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  private static boolean hasNoImage(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(container -> container.getState().getWaiting())
        .anyMatch(waiting -> waiting != null && waiting.getReason().contains("Image"));
  }

  /** Keeps the lowest number of pods that Kubernetes calls available. */
  private Watch watchAvailable(AtomicInteger fewest) {
    return playground
        .client()
        .apps()
        .deployments()
        .inNamespace(Playground.NAMESPACE)
        .withLabel("kafkamirror.dev/mirror", MIRROR)
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, Deployment deployment) {
                Integer available = deployment.getStatus().getAvailableReplicas();
                fewest.accumulateAndGet(available == null ? 0 : available, Math::min);
              }

              @Override
              public void onClose(WatcherException cause) {
                // The test has seen enough, or fails elsewhere.
              }
            });
  }
}
