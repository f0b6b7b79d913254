package dev.kafkamirror.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StorageFormatTest {

  @Test
  void aClusterIdNeverLooksLikeAnOption() {
    assertThat(IntStream.range(0, 1_000).mapToObj(i -> StorageFormat.clusterId("seed-" + i)))
        .doesNotHaveDuplicates()
        .noneMatch(id -> id.startsWith("-"));
  }

  @Test
  void theSameSeedGivesTheSameClusterId() {
    assertThat(StorageFormat.clusterId("kafka-east"))
        .isEqualTo(StorageFormat.clusterId("kafka-east"));
  }
}
