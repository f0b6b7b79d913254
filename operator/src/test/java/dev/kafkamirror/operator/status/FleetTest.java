package dev.kafkamirror.operator.status;

import static dev.kafkamirror.operator.Samples.answer;
import static dev.kafkamirror.operator.Samples.pod;
import static dev.kafkamirror.operator.Samples.stalePod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Work;
import dev.kafkamirror.operator.observe.PodState;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetTest {

  @Test
  void sharesAreSummedAndTheLagInSecondsIsThatOfTheSlowest() {
    var fleet =
        fleet(
            pod(answer("work: {replicating: 4, lagRecords: 10, lagSeconds: 2}")),
            pod(
                answer(
                    "{pod: p-2, flow: null, work: {replicating: 2, lagRecords: 5, lagSeconds:"
                        + " 9}}")));
    assertThat(fleet.sum(Work::replicating)).isEqualTo(6);
    assertThat(fleet.rate(Work::recordsPerSecond)).isEqualTo(200);
    assertThat(fleet.lagRecords()).contains(15L);
    assertThat(fleet.lagSeconds()).contains(9L);
  }

  @Test
  void aLagThatOnePodDoesNotKnowIsUnknownAndNotTheOthersSum() {
    var fleet =
        fleet(
            pod(answer("work: {lagRecords: 10}")),
            pod(answer("{pod: p-2, work: {lagRecords: null}}")));
    assertThat(fleet.lagRecords()).isEmpty();
  }

  @Test
  void withoutAnswersNothingIsKnown() {
    var fleet = fleet(stalePod("p-1"));
    assertThat(fleet.lagRecords()).isEmpty();
    assertThat(fleet.flow()).isEmpty();
    assertThat(fleet.source()).isEmpty();
    assertThat(fleet.revision()).isEmpty();
  }

  @Test
  void ofTwoLeadersTheLaterOneIsBelieved() {
    var fleet =
        fleet(
            pod(answer("{generation: 4, flow: {topicsMatched: 7}}")),
            pod(answer("{pod: p-2, generation: 3, flow: {topicsMatched: 2}}")));
    assertThat(fleet.flow().orElseThrow().topicsMatched()).isEqualTo(7);
  }

  @Test
  void thePodWithTheMostTroubleSpeaksForTheCluster() {
    var fleet =
        fleet(
            pod(answer("source: {state: ConnectionFailed}")),
            pod(answer("{pod: p-2, source: {state: AuthenticationFailed}}")),
            pod(answer("pod: p-3")));
    assertThat(fleet.source().orElseThrow().state()).isEqualTo(ClusterState.AuthenticationFailed);
  }

  @Test
  void aRevisionIsAppliedWhenEveryPodHasIt() {
    assertThat(fleet(pod(answer("")), pod(answer("pod: p-2"))).revision()).contains("aaaaaaaaaaaa");
    assertThat(fleet(pod(answer("")), pod(answer("{pod: p-2, revision: bbbbbbbbbbbb}"))).revision())
        .isEmpty();
  }

  @Test
  void anEndingPodsShareCountsButItsRevisionDoesNot() {
    var ending = pod(answer("{pod: p-2, revision: bbbbbbbbbbbb, flow: null}"));
    var fleet =
        fleet(
            pod(answer("")),
            new PodState(
                "p-2", true, true, ending.annotations(), ending.problem(), ending.report()));
    assertThat(fleet.sum(Work::replicating)).isEqualTo(12);
    assertThat(fleet.revision()).contains("aaaaaaaaaaaa");
    assertThat(fleet.lasting()).hasSize(1);
  }

  @Test
  void failuresAreBoundedHoweverManyPodsReportThem() {
    var failures =
        IntStream.range(0, 10)
            .mapToObj(i -> "{topic: t%d, partition: 0, reason: R, message: m}".formatted(i))
            .collect(Collectors.joining(",", "[", "]"));
    var fleet =
        fleet(
            pod(answer("failures: " + failures)),
            pod(answer("{pod: p-2, failures: " + failures.replace("topic: t", "topic: u") + "}")));
    assertThat(fleet.failures()).hasSize(10);
  }

  private static Fleet fleet(PodState... pods) {
    return new Fleet(List.of(pods));
  }
}
