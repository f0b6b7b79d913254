package dev.kafkamirror.replicator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClusterIdentityTest {

  @Test
  void onlyTheNamedClusterPasses() {
    var identity = new ClusterIdentity("meant");

    assertThatCode(() -> identity.check("meant")).doesNotThrowAnyException();
    assertThatThrownBy(() -> identity.check("found"))
        .isInstanceOf(ClusterIdMismatchException.class)
        .hasMessage("this is cluster found, and clusterId in the settings is meant");
  }

  @Test
  void whereNoneIsNamedTheFirstToAnswerIsMeant() {
    var identity = new ClusterIdentity(null);
    identity.check("first");

    assertThatCode(() -> identity.check("first")).doesNotThrowAnyException();
    assertThatThrownBy(() -> identity.check("second"))
        .isInstanceOf(ClusterIdMismatchException.class)
        .hasMessage("this is cluster second, and until now it was first");
  }

  @Test
  void namingTheClusterThatAnsweredChangesNothing() {
    var identity = new ClusterIdentity(null);
    identity.check("first");

    assertThat(identity.follow("first")).isTrue();
    assertThat(identity.named()).isTrue();
    assertThatCode(() -> identity.check("first")).doesNotThrowAnyException();
  }

  @Test
  void namingAnotherClusterIsNotTakenUp() {
    var identity = new ClusterIdentity(null);
    identity.check("first");

    assertThat(identity.follow("second")).isFalse();
    assertThat(identity.named()).isFalse();
    assertThatCode(() -> identity.check("first")).doesNotThrowAnyException();
  }

  @Test
  void aNameIsTakenUpBeforeAnyClusterHasAnswered() {
    var identity = new ClusterIdentity(null);

    assertThat(identity.follow("named")).isTrue();
    assertThatThrownBy(() -> identity.check("other"))
        .isInstanceOf(ClusterIdMismatchException.class);
  }

  @Test
  void aNameThatIsTakenAwayLeavesTheClusterMeant() {
    var identity = new ClusterIdentity("meant");

    assertThat(identity.follow(null)).isTrue();
    assertThatThrownBy(() -> identity.check("other"))
        .isInstanceOf(ClusterIdMismatchException.class);
  }
}
