package dev.kafkamirror.operator.plan;

import static dev.kafkamirror.operator.Samples.mirror;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsFileTest {

  @Test
  void whatOnlyConcernsThePodsMakesNoNewRevision() {
    var one = SettingsFile.of(mirror(""));
    var many = SettingsFile.of(mirror("spec: {replicas: 7, resources: {limits: {memory: 1Gi}}}"));
    assertThat(many).isEqualTo(one);
    assertThat(one.text()).doesNotContain("replicas", "resources", "status", "uid");
  }

  @Test
  void anyChangeForTheEngineMakesANewRevision() {
    assertThat(SettingsFile.of(mirror("spec: {state: Paused}")).revision())
        .isNotEqualTo(SettingsFile.of(mirror("")).revision());
  }

  @Test
  void theRevisionIsTheHashOfTheFile() {
    var settings = SettingsFile.of(mirror(""));
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
    assertThat(SettingsFile.parse(SettingsFile.of(mirror).text())).contains(mirror.getSpec());
  }

  @Test
  void whatIsNoSettingsFileIsNone() {
    assertThat(SettingsFile.parse("nonsense")).isEmpty();
    assertThat(SettingsFile.parse("spec: [1]")).isEmpty();
  }
}
