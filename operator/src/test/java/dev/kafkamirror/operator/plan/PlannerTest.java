package dev.kafkamirror.operator.plan;

import static dev.kafkamirror.operator.Samples.answer;
import static dev.kafkamirror.operator.Samples.mirror;
import static dev.kafkamirror.operator.Samples.pod;
import static dev.kafkamirror.operator.Samples.stalePod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.operator.observe.Neighbour;
import dev.kafkamirror.operator.observe.PodState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {

  @Test
  void aNewMirrorGetsItsChildrenAndAStatus() {
    var plan = new Scene(mirror("")).plan();
    assertThat(plan.children())
        .extracting(HasMetadata::getKind)
        .containsExactly(
            "ServiceAccount", "ConfigMap", "PodDisruptionBudget", "NetworkPolicy", "Deployment");
    assertThat(plan.events()).extracting(MirrorEvent::reason).containsExactly("Started");
    assertThat(plan.status().orElseThrow().observedGeneration()).isEqualTo(1);
  }

  @Test
  void whatTheUserLooksAfterHimselfIsDeletedOnce() {
    var scene = running();
    scene.edit(
        mirror("spec: {podDisruptionBudget: {mode: Unmanaged}, networkPolicy: {mode: Unmanaged}}"));
    assertThat(scene.plan().deletions())
        .extracting(HasMetadata::getKind)
        .containsExactlyInAnyOrder("PodDisruptionBudget", "NetworkPolicy");
    assertThat(scene.plan().deletions()).isEmpty();
  }

  @Test
  void nothingIsDeletedForASpecThatCannotBeCarriedOut() {
    var scene = running();
    var noSecret = "source: {tls: {trustedCertificates: [{name: ca, key: ca.crt}]}}";
    scene.edit(mirror("spec: {podDisruptionBudget: {mode: Unmanaged}, " + noSecret + "}"));
    assertThat(scene.plan().deletions()).isEmpty();
  }

  @Test
  void aSecondPlanOfTheSameWritesNothing() {
    var scene = running();
    assertThat(writes(scene.after(60).plan())).isEmpty();
    assertThat(scene.ready()).isEqualTo("True/Replicating");
  }

  @Test
  void aMirrorBecomesReadyOnceItsPodsKnowWhichClustersTheyFound() {
    var scene = new Scene(mirror(""));
    scene.plan();
    assertThat(scene.ready()).isEqualTo("False/Starting");
    var plan = report(scene.rolledOut()).after(5).plan();
    assertThat(plan.children()).singleElement().isInstanceOf(ConfigMap.class);
    assertThat(scene.settings()).contains("clusterId: east-id", "clusterId: west-id");
    assertThat(scene.ready()).isEqualTo("False/ApplyingSettings");
    plan = report(scene).after(5).plan();
    assertThat(scene.ready()).isEqualTo("True/Replicating");
    assertThat(plan.events()).extracting(MirrorEvent::reason).containsExactly("Ready");
    assertThat(plan.again()).isEqualTo(Planner.CALM);
  }

  @Test
  void aTopicWhosePropertiesTheTargetRefusesIsAnEventOnceAndLeavesTheMirrorReady() {
    var scene = running();
    var refused =
        pod(
            answer(
                """
                revision: %s
                flow:
                  configsFailed:
                    topics: 1
                    first: [{topic: orders, reason: ConfigRefused, message: segment.bytes}]
                """
                    .formatted(revision(scene))));

    var plan = scene.pods(refused).after(5).plan();

    assertThat(scene.ready()).isEqualTo("True/Replicating");
    assertThat(plan.events())
        .containsExactly(
            new MirrorEvent(
                MirrorEvent.Type.Warning,
                "ConfigRefused",
                "1 topics, whose records are copied all the same; first: orders: segment.bytes"));
    assertThat(scene.after(60).plan().events()).isEmpty();
  }

  @Test
  void aLateCanaryIsAnEventOnceAndAgainWhenItIsOverAlsoUnderAnotherLeader() {
    var scene = running();
    var late = canary(scene, "{state: Late, delayMillis: 31000, lost: 0, message: number 7}");
    var waiting = canary(scene, "{state: Waiting, lost: 0}");
    var inTime = canary(scene, "{state: InTime, delayMillis: 40, lost: 0}");

    assertThat(scene.pods(inTime).after(5).plan().events()).isEmpty();
    assertThat(scene.pods(late).after(5).plan().events())
        .containsExactly(new MirrorEvent(MirrorEvent.Type.Warning, "CanaryLate", "number 7"));
    assertThat(scene.ready()).isEqualTo("True/Replicating");
    assertThat(scene.after(60).plan().events()).isEmpty();
    assertThat(scene.pods(waiting).after(5).plan().events()).isEmpty();
    assertThat(scene.pods(inTime).after(5).plan().events())
        .containsExactly(
            new MirrorEvent(
                MirrorEvent.Type.Normal, "CanaryInTime", "canaries arrive in time again"));
    assertThat(scene.after(60).plan().events()).isEmpty();
  }

  private static PodState canary(Scene scene, String canary) {
    return pod(answer("{revision: %s, flow: {canary: %s}}".formatted(revision(scene), canary)));
  }

  @Test
  void newSettingsReachTheConfigMapAndThenThePodsAndRollNothing() {
    var scene = running();
    var before = revision(scene);
    var plan = scene.edit(mirror("spec: {topics: {include: [{prefix: items.}]}}")).plan();
    var revision = revision(scene);
    assertThat(revision).isNotEqualTo(before);
    assertThat(plan.children()).hasOnlyElementsOfType(ConfigMap.class);
    assertThat(plan.podPatches())
        .singleElement()
        .satisfies(
            patch -> assertThat(patch.annotations()).containsEntry(Names.REVISION, revision));
    assertThat(scene.ready()).isEqualTo("False/ApplyingSettings");
    scene.pods(pod(answer("revision: " + revision))).after(5).plan();
    assertThat(scene.ready()).isEqualTo("True/Replicating");
  }

  @Test
  void otherPlugInsRollThePodsBecauseTheyAreLoadedOnce() {
    var scene = running();
    var plan = scene.edit(mirror("spec: {plugins: {topicFilter: {className: a.B}}}")).plan();
    assertThat(plan.children()).hasAtLeastOneElementOfType(Deployment.class);
    assertThat(scene.edit(mirror("spec: {plugins: {topicFilter: {className: a.B}}}")).plan())
        .satisfies(same -> assertThat(same.children()).isEmpty());
    var other = scene.edit(mirror("spec: {plugins: {topicFilter: {className: a.C}}}")).plan();
    assertThat(other.children()).hasAtLeastOneElementOfType(Deployment.class);
  }

  @Test
  void aPodThatStaysOnOlderSettingsIsTouchedAgain() {
    var scene = running();
    var before = revision(scene);
    scene.edit(mirror("spec: {topics: {include: [{prefix: items.}]}}")).plan();
    assertThat(scene.after(10).plan().podPatches()).isEmpty();
    assertThat(scene.after(10).plan().podPatches()).hasSize(1);
    assertThat(before).isNotEqualTo(revision(scene));
  }

  @Test
  void scalingTouchesTheDeploymentAlone() {
    var scene = running();
    var plan = scene.edit(mirror("spec: {replicas: 3}")).plan();
    assertThat(plan.children()).singleElement().isInstanceOf(Deployment.class);
    assertThat(plan.podPatches()).isEmpty();
    assertThat(plan.events())
        .containsExactly(
            new MirrorEvent(MirrorEvent.Type.Normal, "Scaled", "scaled from 1 to 3 pods"));
    assertThat(scene.ready()).isEqualTo("True/Replicating");
  }

  @Test
  void stoppingScalesToNothingAndPausingKeepsThePods() {
    assertThat(replicas(running().edit(mirror("spec: {state: Stopped}")).plan())).isZero();
    var paused = running().edit(mirror("spec: {state: Paused}")).plan();
    assertThat(paused.children()).singleElement().isInstanceOf(ConfigMap.class);
  }

  @Test
  void anInvalidSpecLeavesWhatRuns() {
    var scene = running();
    var settings = scene.settings();
    var plan =
        scene.edit(mirror("spec: {replicas: 5, topics: {include: [{pattern: '('}]}}")).plan();
    assertThat(plan.children()).isEmpty();
    assertThat(plan.podPatches()).isEmpty();
    assertThat(scene.settings()).isEqualTo(settings);
    assertThat(scene.ready()).isEqualTo("False/InvalidRegex");
    assertThat(plan.events()).extracting(MirrorEvent::reason).containsExactly("InvalidRegex");
    assertThat(plan.again()).isEqualTo(Planner.TROUBLED);
  }

  @Test
  void anInvalidSpecCanStillBeStopped() {
    var scene = running();
    var settings = scene.settings();
    var plan =
        scene.edit(mirror("spec: {state: Stopped, topics: {include: [{pattern: '('}]}}")).plan();
    assertThat(replicas(plan)).isZero();
    assertThat(scene.settings()).isEqualTo(settings);
  }

  @Test
  void aMissingSecretHoldsANewMirrorBackUntilItIsThere() {
    var scene =
        new Scene(
            mirror("spec: {source: {tls: {trustedCertificates: [{name: ca, key: ca.crt}]}}}"));
    assertThat(scene.plan().children()).isEmpty();
    assertThat(scene.ready()).isEqualTo("False/SecretNotFound");
    assertThat(scene.secrets(Scene.secret("ca", "1", "crt")).plan().children()).isEmpty();
    assertThat(scene.ready()).isEqualTo("False/SecretKeyMissing");
    assertThat(scene.secrets(Scene.secret("ca", "2", "ca.crt")).plan().children()).hasSize(5);
    assertThat(scene.ready()).isEqualTo("False/Starting");
  }

  @Test
  void anotherContentOfASecretTouchesThePodsAndRollsNothing() {
    var spec = "spec: {source: {tls: {trustedCertificates: [{name: ca, key: ca.crt}]}}}";
    var scene = new Scene(mirror(spec)).secrets(Scene.secret("ca", "1", "ca.crt"));
    scene.plan();
    settle(scene);
    assertThat(writes(scene.after(60).plan())).isEmpty();
    var plan = scene.secrets(Scene.secret("ca", "2", "ca.crt")).plan();
    assertThat(plan.children()).isEmpty();
    assertThat(plan.podPatches()).hasSize(1);
    assertThat(scene.plan().podPatches()).isEmpty();
  }

  @Test
  void aMirrorThatMustGiveWayIsNotStarted() {
    var older =
        new Neighbour("ns", "older", "2025-01-01T00:00:00Z", mirror("").getSpec(), null, null);
    var scene = new Scene(mirror("")).neighbours(older);
    assertThat(scene.plan().children()).isEmpty();
    assertThat(scene.ready()).isEqualTo("False/ConflictsWithMirror");
    assertThat(scene.neighbours().plan().children()).hasSize(5);
  }

  @Test
  void whatSomeoneElseChangedIsPutRight() {
    var scene = running();
    var plan =
        scene
            .change(
                child ->
                    child instanceof ConfigMap map
                        ? new ConfigMapBuilder(map).withData(Map.of("settings.yaml", "x")).build()
                        : child)
            .plan();
    assertThat(plan.children()).singleElement().isInstanceOf(ConfigMap.class);
  }

  @Test
  void aPodThatNoLongerAnswersIsNeverReady() {
    var scene = running();
    var plan = scene.pods(stalePod("p-1")).after(15).plan();
    assertThat(scene.ready()).isEqualTo("Unknown/StatusUnavailable");
    assertThat(plan.status().orElseThrow().lag().state()).isEqualTo("Unknown");
    assertThat(plan.status().orElseThrow().lag().records()).isNull();
    assertThat(plan.events()).extracting(MirrorEvent::reason).containsExactly("StatusUnavailable");
  }

  @Test
  void numbersAreWrittenSeldomAndLookedAtAgainInTime() {
    var scene = running();
    var behind = pod(answer("{revision: %s, work: {lagRecords: 700}}".formatted(revision(scene))));
    var plan = scene.pods(annotated(scene, behind)).after(10).plan();
    assertThat(plan.status()).isEmpty();
    assertThat(plan.again()).isEqualTo(Duration.ofSeconds(20));
    assertThat(scene.after(20).plan().status().orElseThrow().lag().records()).isEqualTo(700);
  }

  @Test
  void apiServersRefusalIsShownOnce() {
    var planner = new Planner(new ReplicatorPods("image", null, Map.of()));
    var mirror = mirror("");
    var status = planner.failed(mirror, "forbidden", Scene.START).orElseThrow();
    assertThat(status.conditions().getFirst().getReason()).isEqualTo("ApplyFailed");
    mirror.setStatus(status);
    assertThat(planner.failed(mirror, "forbidden", Scene.START.plusSeconds(60))).isEmpty();
  }

  private static Scene running() {
    var scene = new Scene(mirror(""));
    scene.plan();
    settle(scene);
    return scene;
  }

  /** The first report names the clusters, the second one says that the pod has noted them. */
  private static void settle(Scene scene) {
    report(scene.rolledOut()).plan();
    report(scene).plan();
  }

  /** The pod has applied the settings as they are now. */
  private static Scene report(Scene scene) {
    return scene.pods(pod(answer("revision: " + revision(scene))));
  }

  private static PodState annotated(Scene scene, PodState pod) {
    return new PodState(
        pod.name(),
        pod.ready(),
        pod.terminating(),
        Map.of(Names.REVISION, revision(scene), Names.SECRETS, Hash.of("")),
        null,
        pod.report());
  }

  private static String revision(Scene scene) {
    return SettingsFile.revision(scene.settings());
  }

  private static int replicas(Plan plan) {
    return plan.children().stream()
        .filter(Deployment.class::isInstance)
        .map(child -> ((Deployment) child).getSpec().getReplicas())
        .findFirst()
        .orElseThrow();
  }

  private static List<Object> writes(Plan plan) {
    var writes = new ArrayList<Object>();
    writes.addAll(plan.children());
    writes.addAll(plan.deletions());
    writes.addAll(plan.podPatches());
    plan.status().ifPresent(writes::add);
    writes.addAll(plan.events());
    return writes;
  }
}
