package dev.kafkamirror.operator.plan;

import static dev.kafkamirror.operator.Samples.answer;
import static dev.kafkamirror.operator.Samples.mirror;
import static dev.kafkamirror.operator.Samples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.operator.status.Fleet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterIdsTest {
  private static final Fleet FOUND = new Fleet(List.of(pod(answer(""))));
  private static final Fleet NONE = new Fleet(List.of());

  @Test
  void areUnknownBeforeAnyPodHasFoundThem() {
    assertThat(ClusterIds.of(mirror(""), NONE)).isEqualTo(new ClusterIds(null, null));
  }

  @Test
  void areThoseThatPodsFindFirst() {
    assertThat(ClusterIds.of(mirror(""), FOUND)).isEqualTo(new ClusterIds("east-id", "west-id"));
  }

  @Test
  void stayThoseOfTheStatusWhateverPodsFind() {
    var ran = mirror("status: {source: {clusterId: old-east}, target: {clusterId: old-west}}");

    assertThat(ClusterIds.of(ran, FOUND)).isEqualTo(new ClusterIds("old-east", "old-west"));
  }

  @Test
  void areThoseThatTheSpecNamesBeforeAll() {
    var named =
        mirror("{spec: {target: {clusterId: new-west}}, status: {target: {clusterId: old-west}}}");

    assertThat(ClusterIds.of(named, FOUND)).isEqualTo(new ClusterIds("east-id", "new-west"));
  }
}
