package dev.kafkamirror.operator.plan;

import static dev.kafkamirror.operator.Samples.mirror;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.status.Fleet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsFileTest {

  @Test
  void whatOnlyConcernsThePodsMakesNoNewRevision() {
    var one = settings(mirror(""));
    var many = settings(mirror("spec: {replicas: 7, resources: {limits: {memory: 1Gi}}}"));
    assertThat(many).isEqualTo(one);
    assertThat(one.text()).doesNotContain("replicas", "resources", "status", "uid");
  }

  @Test
  void anyChangeForTheEngineMakesANewRevision() {
    assertThat(settings(mirror("spec: {state: Paused}")).revision())
        .isNotEqualTo(settings(mirror("")).revision());
  }

  @Test
  void theRevisionIsTheHashOfTheFile() {
    var settings = settings(mirror(""));
    assertThat(settings.revision())
        .matches("[0-9a-f]{12}")
        .isEqualTo(SettingsFile.revision(settings.text()));
  }

  @Test
  void theFileReadsBackAsTheSpec() {
    var mirror =
        mirror(
            """
            spec:
              replicas: null
              tasksMax: 4
              topics: {include: [{pattern: 'a\\.\\d+: #'}, {name: 'yes'}, {name: '12'}]}
              source: {clientConfig: {common: {z: '1', a: 'true'}}}
            """);
    assertThat(SettingsFile.parse(settings(mirror).text())).contains(mirror.getSpec());
  }

  @Test
  void theFileNamesTheClustersWhereTheSpecDoesNot() {
    var file = SettingsFile.of(mirror(""), new ClusterIds("east-id", "west-id"));

    assertThat(file)
        .isEqualTo(
            settings(mirror("spec: {source: {clusterId: east-id}, target: {clusterId: west-id}}")));
  }

  @Test
  void whatIsNoSettingsFileIsNone() {
    assertThat(SettingsFile.parse("nonsense")).isEmpty();
    assertThat(SettingsFile.parse("spec: [1]")).isEmpty();
  }

  private static SettingsFile settings(KafkaMirror mirror) {
    return SettingsFile.of(mirror, ClusterIds.of(mirror, new Fleet(List.of())));
  }
}
