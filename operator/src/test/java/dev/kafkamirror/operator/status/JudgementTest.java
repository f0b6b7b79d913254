package dev.kafkamirror.operator.status;

import static dev.kafkamirror.operator.Samples.answer;
import static dev.kafkamirror.operator.Samples.pod;
import static dev.kafkamirror.operator.Samples.stalePod;
import static dev.kafkamirror.operator.Samples.startingPod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kafkamirror.operator.Samples;
import dev.kafkamirror.operator.observe.PodState;
import dev.kafkamirror.operator.validation.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JudgementTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String REVISION = "aaaaaaaaaaaa";
  private static final Workload SETTLED = new Workload(1, 1, 1, 1, true, null);
  private static final Workload STARTING = new Workload(1, 1, 1, 0, true, null);

  static Stream<Arguments> states() {
    return Stream.of(
        arguments(
            "everything replicates",
            situation(SETTLED, pod(answer(""))),
            "Ready=True/Replicating Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "no Deployment yet",
            situation(null),
            "Ready=False/Starting Reconciling=True/Starting Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "pods start",
            situation(STARTING, startingPod("p-1", null)),
            "Ready=False/Starting Reconciling=True/Starting Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "image can't be pulled",
            situation(STARTING, startingPod("p-1", "ImagePullBackOff: no such image")),
            "Ready=False/NoWorkers Reconciling=True/Starting Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "image can't be pulled for ten minutes",
            situation(
                new Workload(1, 1, 1, 0, true, "deadline"),
                startingPod("p-1", "ImagePullBackOff: no such image")),
            "Ready=False/NoWorkers Reconciling=False/Stalled Stalled=True/ProgressDeadlineExceeded"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "a broken image is rolled out while the old pod copies on",
            situation(
                new Workload(1, 2, 1, 1, true, "deadline"),
                pod(answer("")),
                startingPod("p-2", "ImagePullBackOff: no such image")),
            "Ready=True/Replicating Reconciling=False/Stalled"
                + " Stalled=True/ProgressDeadlineExceeded ConfigurationValid=True/Valid"),
        arguments(
            "scaled up, the new pod starts",
            situation(
                new Workload(2, 2, 2, 1, true, null), pod(answer("")), startingPod("p-2", null)),
            "Ready=True/Replicating Reconciling=True/Scaling Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "a new template rolls",
            situation(
                new Workload(1, 2, 1, 1, true, null), pod(answer("")), startingPod("p-2", null)),
            "Ready=True/Replicating Reconciling=True/RollingOut Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "the Deployment's controller has not seen the template",
            situation(SETTLED.outdated(), pod(answer(""))),
            "Ready=True/Replicating Reconciling=True/Scaling Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "wrong password at the target",
            situation(
                STARTING,
                pod(answer("{target: {state: AuthenticationFailed, message: bad}, flow: null}"))),
            "Ready=False/AuthenticationFailed Reconciling=False/Stalled"
                + " Stalled=True/AuthenticationFailed ConfigurationValid=True/Valid"),
        arguments(
            "untrusted certificate at the source",
            situation(STARTING, pod(answer("source: {state: TlsFailed, message: bad}"))),
            "Ready=False/TlsFailed Reconciling=False/Stalled Stalled=True/TlsFailed"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "the target grants too little",
            situation(STARTING, pod(answer("target: {state: AuthorizationFailed}"))),
            "Ready=False/AuthorizationFailed Reconciling=False/Stalled"
                + " Stalled=True/AuthorizationFailed ConfigurationValid=True/Valid"),
        arguments(
            "another cluster at the target's address",
            situation(SETTLED, pod(answer("target: {state: ClusterIdMismatch, message: it is b}"))),
            "Ready=False/ClusterIdMismatch Reconciling=False/Stalled"
                + " Stalled=True/ClusterIdMismatch ConfigurationValid=True/Valid"),
        arguments(
            "source down",
            situation(SETTLED, pod(answer("source: {state: ConnectionFailed}"))),
            "Ready=False/SourceUnreachable Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "source down after a promotion",
            situation(
                SETTLED,
                pod(
                    answer(
                        "{source: {state: ConnectionFailed}, flow: null, promotion: {requestId: r,"
                            + " message: m, completed: '2026-01-01T00:00:00Z'}}"))),
            "Ready=True/Promoted Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "a promotion on its way",
            situation(SETTLED, pod(answer("promotion: {requestId: r, message: m}"))),
            "Ready=True/Replicating Reconciling=True/Promoting Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "target down",
            situation(SETTLED, pod(answer("target: {state: ConnectionFailed}"))),
            "Ready=False/TargetUnreachable Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "a pod refuses the settings",
            situation(SETTLED, pod(answer("{revision: bbbbbbbbbbbb, settingsError: no}"))),
            "Ready=False/ConfigurationInvalid Reconciling=False/Stalled"
                + " Stalled=True/ConfigurationInvalid"
                + " ConfigurationValid=False/ConfigurationInvalid"),
        arguments(
            "a pod runs on older settings",
            situation(SETTLED, pod(answer("revision: bbbbbbbbbbbb"))),
            "Ready=False/ApplyingSettings Reconciling=True/ApplyingSettings"
                + " Stalled=False/NotStalled ConfigurationValid=True/Valid"),
        arguments(
            "a partition failed",
            situation(
                SETTLED,
                pod(
                    answer(
                        "{work: {failed: 1}, failures: [{topic: t, partition: 0, reason: R,"
                            + " message: m}]}"))),
            "Ready=False/PartitionsFailed Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "no topic matches",
            situation(
                SETTLED,
                pod(
                    answer(
                        "{work: {partitions: 0, replicating: 0}, flow: {topicsMatched: 0,"
                            + " partitionsTotal: 0}}"))),
            "Ready=True/NoMatchingTopics Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "partitions wait for an owner",
            situation(
                SETTLED, pod(answer("{work: {replicating: 4}, flow: {partitionsUnassigned: 2}}"))),
            "Ready=False/PartitionsPending Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "the lag is not known",
            situation(SETTLED, pod(answer("work: {lagRecords: null}"))),
            "Ready=False/PartitionsPending Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "nobody leads",
            situation(SETTLED, pod(answer("flow: null"))),
            "Ready=False/PartitionsPending Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "the only pod gives no answer any more",
            situation(SETTLED, stalePod("p-1")),
            "Ready=Unknown/StatusUnavailable Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "one of two pods gives no answer and the other does not own everything",
            situation(
                new Workload(2, 2, 2, 2, true, null),
                pod(answer("work: {replicating: 3}")),
                stalePod("p-2")),
            "Ready=Unknown/StatusUnavailable Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "one of two pods gives no answer and the other owns everything",
            situation(new Workload(2, 2, 2, 2, true, null), pod(answer("")), stalePod("p-2")),
            "Ready=True/Replicating Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "no heartbeat arrives",
            situation(SETTLED, pod(answer("flow: {heartbeat: {state: Stale}}"))),
            "Ready=False/HeartbeatStale Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "paused",
            situation("spec: {state: Paused}", SETTLED, pod(answer("fleetState: Paused"))),
            "Ready=True/Paused Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "pausing",
            situation("spec: {state: Paused}", SETTLED, pod(answer(""))),
            "Ready=False/Pausing Reconciling=True/Pausing Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "stopped",
            situation("spec: {state: Stopped}", new Workload(0, 0, 0, 0, true, null)),
            "Ready=True/Stopped Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "scaled to zero",
            situation("spec: {replicas: 0}", new Workload(0, 0, 0, 0, true, null)),
            "Ready=True/Stopped Reconciling=False/UpToDate Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "stopping",
            situation(
                "spec: {state: Stopped}", new Workload(0, 1, 1, 1, true, null), pod(answer(""))),
            "Ready=False/Stopping Reconciling=True/Scaling Stalled=False/NotStalled"
                + " ConfigurationValid=True/Valid"),
        arguments(
            "a Secret is missing",
            problem(Problem.Reason.SecretNotFound, null),
            "Ready=False/SecretNotFound Reconciling=True/WaitingForSecret Stalled=False/NotStalled"
                + " ConfigurationValid=False/SecretNotFound"),
        arguments(
            "a regular expression is none, while pods copy on",
            problem(Problem.Reason.InvalidRegex, SETTLED, pod(answer(""))),
            "Ready=False/InvalidRegex Reconciling=False/Stalled Stalled=True/InvalidRegex"
                + " ConfigurationValid=False/InvalidRegex"),
        arguments(
            "another mirror writes the same topic",
            problem(Problem.Reason.ConflictsWithMirror, null),
            "Ready=False/ConflictsWithMirror Reconciling=False/Stalled"
                + " Stalled=True/ConflictsWithMirror"
                + " ConfigurationValid=False/ConflictsWithMirror"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("states")
  void everyStateHasItsConditions(String state, Situation situation, String expected) {
    assertThat(show(Judgement.of(situation))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("states")
  void reconcilingAndStalledAreNeverBothTrue(String state, Situation situation, String expected) {
    var judgement = Judgement.of(situation);
    assertThat(List.of(judgement.reconciling().status(), judgement.stalled().status()))
        .isNotEqualTo(List.of(Truth.True, Truth.True));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("states")
  void everyReasonIsExplainedToPeople(String state, Situation situation, String expected)
      throws IOException {
    var page = Files.readString(Path.of("../docs/reference/conditions.md"));
    assertThat(Judgement.of(situation).verdicts())
        .allSatisfy(verdict -> assertThat(page).contains("`" + verdict.reason() + "`"));
  }

  @Test
  void aRefusedPasswordNamesTheClusterAndItsSide() {
    var judgement =
        Judgement.of(
            situation(
                STARTING,
                pod(answer("target: {state: AuthenticationFailed, message: bad creds}"))));
    assertThat(judgement.ready().message()).isEqualTo("target cluster west: bad creds");
  }

  @Test
  void partitionsOnTheMoveLeaveAReadyMirrorReadyForAWhile() {
    var moving = pod(answer("{work: {replicating: 4}, flow: {partitionsUnassigned: 2}}"));
    assertThat(after(Duration.ofSeconds(14), moving).ready().status()).isEqualTo(Truth.True);
    assertThat(after(Duration.ofSeconds(15), moving).ready().status()).isEqualTo(Truth.False);
  }

  @Test
  void anInvalidSpecSaysThatTheMirrorGoesOn() {
    var judgement = Judgement.of(problem(Problem.Reason.InvalidRegex, SETTLED, pod(answer(""))));
    assertThat(judgement.ready().message())
        .isEqualTo("what is wrong; the mirror goes on with its last valid settings");
  }

  private static Judgement after(Duration sinceReplicating, PodState pod) {
    return Judgement.of(
        new Situation(
            Samples.mirror("").getSpec(),
            null,
            REVISION,
            SETTLED,
            new Fleet(List.of(pod)),
            NOW,
            true,
            NOW.plus(sinceReplicating)));
  }

  private static Situation situation(Workload workload, PodState... pods) {
    return situation("", workload, pods);
  }

  private static Situation situation(String spec, Workload workload, PodState... pods) {
    return new Situation(
        Samples.mirror(spec).getSpec(),
        null,
        REVISION,
        workload,
        new Fleet(List.of(pods)),
        NOW.minusSeconds(60),
        true,
        NOW);
  }

  private static Situation problem(Problem.Reason reason, Workload workload, PodState... pods) {
    return new Situation(
        Samples.mirror("").getSpec(),
        new Problem(reason, "what is wrong"),
        REVISION,
        workload,
        new Fleet(List.of(pods)),
        NOW.minusSeconds(60),
        true,
        NOW);
  }

  private static String show(Judgement judgement) {
    return judgement.verdicts().stream()
        .map(v -> v.type() + "=" + v.status() + "/" + v.reason())
        .collect(Collectors.joining(" "));
  }
}
