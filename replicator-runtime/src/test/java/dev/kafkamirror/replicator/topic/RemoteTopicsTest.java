package dev.kafkamirror.replicator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.ReplicationFactorFrom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteTopicsTest {
  @ParameterizedTest(name = "replicationFactor {0}, from {1}: {2}")
  @CsvSource({"4, Target, 4", "-1, Target, ", "-1, Source, 3"})
  void theReplicationFactorIsTheOneGivenTheSourcesOrTheTargetsDefault(
      int given, ReplicationFactorFrom from, Short expected) {
    TopicsSpec spec =
        new TopicsSpec(null, null, null, given, from, null, null, null, null, null, null, null);

    assertThat(RemoteTopics.replicationFactor(spec, 3).orElse(null)).isEqualTo(expected);
  }
}
