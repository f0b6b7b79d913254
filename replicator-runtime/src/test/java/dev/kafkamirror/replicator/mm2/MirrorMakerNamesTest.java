package dev.kafkamirror.replicator.mm2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorMakerNamesTest {
  private static final MirrorMakerNames DEDICATED = MirrorMakerNames.dedicated("east");

  @Test
  void mirrorMakersOwnProcessNamesThemAfterTheSource() {
    assertThat(DEDICATED)
        .isEqualTo(
            new MirrorMakerNames(
                "east",
                "east-mm2",
                "mm2-offsets.east.internal",
                "mm2-configs.east.internal",
                "MirrorSourceConnector"));
  }

  @Test
  void theTasksOfTheConnectorWriteUnderIdsWithTheirNumber() {
    assertThat(DEDICATED.isTransactionalId("east-mm2-MirrorSourceConnector-0")).isTrue();
    assertThat(DEDICATED.isTransactionalId("east-mm2-MirrorSourceConnector-12")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "east-mm2-MirrorSourceConnector-",
        "east-mm2-MirrorSourceConnector-0-x",
        "east-mm2-MirrorSourceConnectors-0",
        "east-mm2-MirrorCheckpointConnector-0",
        "west-mm2-MirrorSourceConnector-0",
        "connect-cluster-east-mm2"
      })
  void othersAreNotFenced(String id) {
    assertThat(DEDICATED.isTransactionalId(id)).isFalse();
  }
}
