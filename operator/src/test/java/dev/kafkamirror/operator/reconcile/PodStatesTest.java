package dev.kafkamirror.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class PodStatesTest {

  @Test
  void aContainerThatCannotStartIsAProblemInKubernetesWords() {
    assertThat(PodStates.of(waiting("ImagePullBackOff", "no such image").build(), null).problem())
        .isEqualTo("ImagePullBackOff: no such image");
  }

  @Test
  void aContainerThatIsBeingMadeIsNoProblem() {
    assertThat(PodStates.of(waiting("ContainerCreating", null).build(), null).problem()).isNull();
  }

  @Test
  void aPodThatFitsNowhereIsAProblem() {
    var pod =
        named()
            .withNewStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("0/1 nodes")
            .endCondition()
            .endStatus()
            .build();
    assertThat(PodStates.of(pod, null).problem()).isEqualTo("Unschedulable: 0/1 nodes");
  }

  @Test
  void readinessAndEndAreRead() {
    var pod =
        named()
            .editMetadata()
            .withDeletionTimestamp("2026-01-01T00:00:00Z")
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    assertThat(PodStates.of(pod, null).ready()).isTrue();
    assertThat(PodStates.of(pod, null).terminating()).isTrue();
    assertThat(PodStates.of(named().build(), null).ready()).isFalse();
  }

  private static PodBuilder waiting(String reason, String message) {
    return named()
        .withNewStatus()
        .addNewContainerStatus()
        .withNewState()
        .withNewWaiting(message, reason)
        .endState()
        .endContainerStatus()
        .endStatus();
  }

  private static PodBuilder named() {
    return new PodBuilder().withNewMetadata().withName("p").endMetadata();
  }
}
