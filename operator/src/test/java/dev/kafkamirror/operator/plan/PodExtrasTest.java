package dev.kafkamirror.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kafkamirror.api.v1alpha1.PodTemplateSpec;
import dev.kafkamirror.operator.Samples;
import dev.kafkamirror.operator.validation.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodExtrasTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "env: [{name: POD_NAME, value: x}]                            | env POD_NAME",
        "volumes: [{name: settings, emptyDir: {}}]                     | volume settings",
        "volumes: [{name: secret-0, emptyDir: {}}]                     | volume secret-0",
        "volumeMounts: [{name: a, mountPath: /etc/kafka-mirror/a}]     | volumeMounts at"
            + " /etc/kafka-mirror/a",
        "volumeMounts: [{name: a, mountPath: /tmp}]                    | volumeMounts at /tmp",
        "volumeMounts: [{name: a, mountPath: /etc}]                    | volumeMounts at /etc",
        "volumeMounts: [{name: a, mountPath: /var/../tmp/a}]           | volumeMounts at"
            + " /var/../tmp/a",
      })
  void whatThePodsNeedCannotBeTaken(String template, String said) {
    var problem = PodExtras.problem(template(template)).orElseThrow();

    assertThat(problem.reason()).isEqualTo(Problem.Reason.InvalidPodTemplate);
    assertThat(problem.message()).startsWith("spec.podTemplate: ").contains(said);
  }

  @Test
  void whatIsBesidesIsNoProblem() {
    assertThat(PodExtras.problem(null)).isEmpty();
    assertThat(
            PodExtras.problem(
                template(
                    "{volumes: [{name: plugins, configMap: {name: p}}], volumeMounts: [{name:"
                        + " plugins, mountPath: /opt/plugins}]}")))
        .isEmpty();
  }

  private static PodTemplateSpec template(String yaml) {
    String inner = yaml.startsWith("{") ? yaml : "{" + yaml + "}";
    return Samples.mirror("spec: {podTemplate: %s}".formatted(inner)).getSpec().podTemplate();
  }
}
