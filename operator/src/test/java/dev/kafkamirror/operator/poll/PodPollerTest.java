package dev.kafkamirror.operator.poll;

import static dev.kafkamirror.operator.Samples.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.operator.observe.PodReport;
import dev.kafkamirror.operator.observe.PodReport.Freshness;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PodPollerTest {
  private final Map<String, ReplicatorStatus> answers = new HashMap<>();
  private final PodPoller poller =
      new PodPoller(
          ip ->
              answers.containsKey(ip)
                  ? CompletableFuture.completedFuture(answers.get(ip))
                  : CompletableFuture.failedFuture(new IOException("connection refused")));

  @Test
  void aPodThatAnswersIsFreshAndItsNumbersAreRounded() {
    answers.put("10.0.0.1", answer("work: {lagRecords: 12345, lagSeconds: 7}"));
    var report = poll(pod("a", "10.0.0.1"));
    assertThat(report.freshness()).isEqualTo(Freshness.Fresh);
    assertThat(report.status().work().lagRecords()).isEqualTo(12000);
    assertThat(report.status().work().lagSeconds()).isEqualTo(10);
  }

  @Test
  void aChangeThatNobodyWouldSeeIsNoChange() {
    answers.put("10.0.0.1", answer("work: {recordsPerSecond: 52100}"));
    var before = poll(pod("a", "10.0.0.1"));
    answers.put("10.0.0.1", answer("work: {recordsPerSecond: 52200}"));
    assertThat(poll(pod("a", "10.0.0.1"))).isEqualTo(before);
  }

  @Test
  void theLastAnswerIsBelievedForTwoMissesAndNotForThree() {
    answers.put("10.0.0.1", answer(""));
    var fresh = poll(pod("a", "10.0.0.1"));
    answers.clear();
    assertThat(poll(pod("a", "10.0.0.1"))).isEqualTo(fresh);
    assertThat(poll(pod("a", "10.0.0.1"))).isEqualTo(fresh);
    assertThat(poll(pod("a", "10.0.0.1"))).isEqualTo(new PodReport("a", Freshness.Stale, null));
  }

  @Test
  void oneAnswerMakesAStalePodFreshAgain() {
    answers.put("10.0.0.1", answer(""));
    var fresh = poll(pod("a", "10.0.0.1"));
    answers.clear();
    for (int round = 0; round < PodPoller.STALE_AFTER; round++) {
      poll(pod("a", "10.0.0.1"));
    }
    answers.put("10.0.0.1", answer(""));
    assertThat(poll(pod("a", "10.0.0.1"))).isEqualTo(fresh);
  }

  @Test
  void aPodThatNeverAnsweredIsSilentHoweverLong() {
    for (int round = 0; round <= PodPoller.STALE_AFTER; round++) {
      assertThat(poll(pod("a", "10.0.0.1")).freshness()).isEqualTo(Freshness.Silent);
    }
  }

  @Test
  void aPodWithoutAnAddressIsNotAsked() {
    assertThat(poll(pod("a", null)).freshness()).isEqualTo(Freshness.Silent);
  }

  @Test
  void podsThatAreGoneAreForgotten() {
    answers.put("10.0.0.1", answer(""));
    poll(pod("a", "10.0.0.1"));
    poll(pod("b", "10.0.0.1"));
    assertThat(poller.remembered()).containsExactly("uid-b");
  }

  private PodReport poll(Pod pod) {
    return poller.poll(List.of(pod)).get(pod.getMetadata().getUid());
  }

  private static Pod pod(String name, String ip) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid-" + name)
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(ip)
        .endStatus()
        .build();
  }
}
