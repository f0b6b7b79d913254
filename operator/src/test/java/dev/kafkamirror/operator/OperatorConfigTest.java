package dev.kafkamirror.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javaoperatorsdk.operator.api.reconciler.Constants;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {

  @Test
  void namespacesAreSeparatedByCommas() {
    var config =
        OperatorConfig.from(Map.of("REPLICATOR_IMAGE", "r:1", "WATCH_NAMESPACES", "a, b,,"));
    assertThat(config.namespaces()).containsExactlyInAnyOrder("a", "b");
    assertThat(config.replicatorImage()).isEqualTo("r:1");
  }

  @Test
  void aStarMeansEveryNamespace() {
    var config = OperatorConfig.from(Map.of("REPLICATOR_IMAGE", "r:1", "WATCH_NAMESPACES", "*"));
    assertThat(config.namespaces()).containsExactly(Constants.WATCH_ALL_NAMESPACES);
  }

  @Test
  void withoutNamespacesItLooksAfterItsOwn() {
    var config =
        OperatorConfig.from(
            Map.of("REPLICATOR_IMAGE", "r:1", "WATCH_NAMESPACES", "", "POD_NAMESPACE", "own"));
    assertThat(config.namespaces()).containsExactly("own");
  }

  @Test
  void severalOperatorsShareALeaseInTheirNamespace() {
    var environment =
        Map.of("REPLICATOR_IMAGE", "r:1", "POD_NAMESPACE", "own", "LEASE_NAME", "mirrors");

    assertThatThrownBy(() -> OperatorConfig.from(environment)).hasMessageContaining("POD_NAME");
    assertThat(Leadership.from(Map.of("POD_NAMESPACE", "own", "LEASE_NAME", "m", "POD_NAME", "p")))
        .isEqualTo(new Leadership("own", "m", "p"));
    assertThat(Leadership.from(Map.of("POD_NAMESPACE", "own"))).isNull();
  }

  @Test
  void loggingIsHandedThroughToThePods() {
    var config =
        OperatorConfig.from(
            Map.of("REPLICATOR_IMAGE", "r:1", "POD_NAMESPACE", "own", "LOG_LEVEL", "DEBUG"));
    assertThat(config.podEnvironment()).isEqualTo(Map.of("LOG_LEVEL", "DEBUG"));
  }

  @Test
  void whatIsMissingIsNamedWithWhatToSetItTo() {
    assertThatThrownBy(() -> OperatorConfig.from(Map.of("POD_NAMESPACE", "own")))
        .hasMessage(
            "Set the environment variable REPLICATOR_IMAGE to the image of the replicator pods");
    assertThatThrownBy(() -> OperatorConfig.from(Map.of("REPLICATOR_IMAGE", "r:1")))
        .hasMessageContaining("WATCH_NAMESPACES");
  }
}
