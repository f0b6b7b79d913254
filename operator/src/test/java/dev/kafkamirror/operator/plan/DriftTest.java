package dev.kafkamirror.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DriftTest {

  @Test
  void anObjectThatIsNotThereHasDrifted() {
    assertThat(Drift.drifted(wanted(), Optional.empty())).isTrue();
  }

  @Test
  void whatTheServerAddsIsNoDrift() {
    assertThat(
            drifted(
                live ->
                    new DeploymentBuilder(live)
                        .editMetadata()
                        .withUid("u")
                        .addToAnnotations("deployment.kubernetes.io/revision", "3")
                        .endMetadata()
                        .editSpec()
                        .withMinReadySeconds(0)
                        .endSpec()
                        .build()))
        .isFalse();
  }

  @Test
  void anotherSpellingOfAQuantityIsNoDrift() {
    assertThat(drifted(live -> cpu(live, "1"))).isFalse();
    assertThat(drifted(live -> cpu(live, "2"))).isTrue();
  }

  @Test
  void aFieldThatWasChangedHasDrifted() {
    assertThat(
            drifted(
                live -> new DeploymentBuilder(live).editSpec().withReplicas(9).endSpec().build()))
        .isTrue();
  }

  @Test
  void aFieldThatIsNoLongerWantedIsNoticedByTheHash() {
    var before = new DeploymentBuilder(plain()).editSpec().withPaused(true).endSpec().build();
    assertThat(Drift.drifted(wanted(), Optional.of(Drift.stamped(before)))).isTrue();
  }

  private static boolean drifted(UnaryOperator<Deployment> change) {
    HasMetadata live = change.apply(wanted());
    return Drift.drifted(wanted(), Optional.of(live));
  }

  private static Deployment cpu(Deployment live, String amount) {
    return new DeploymentBuilder(live)
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .editResources()
        .withRequests(Map.of("cpu", Quantity.parse(amount)))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Deployment wanted() {
    return Drift.stamped(plain());
  }

  private static Deployment plain() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("d")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewTemplate()
        .withNewSpec()
        .addNewContainer()
        .withName("c")
        .withNewResources()
        .withRequests(Map.of("cpu", Quantity.parse("1000m")))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
