package dev.kafkamirror.local.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoModuleTest {
  private static final String MOD =
      """
      module dev.kafkamirror/local-cluster/kubernetes

      require example.org/single v0.1.0

      require (
      	k8s.io/kubernetes v1.34.4 // indirect
      	k8s.io/kubernetes-other v9.9.9 // indirect
      )
      """;

  private final GoModule module = new GoModule("kubernetes", MOD, "sum", "");

  @Test
  void knowsTheVersionOfThePackagesModule() {
    assertThat(module.versionOf("k8s.io/kubernetes/cmd/kubelet")).isEqualTo("v1.34.4");
    assertThat(module.versionOf("example.org/single")).isEqualTo("v0.1.0");
  }

  @Test
  void refusesAPackageThatNoModuleIsRequiredFor() {
    assertThatThrownBy(() -> module.versionOf("example.org/unknown/cmd"))
        .hasMessageContaining("example.org/unknown/cmd");
  }

  @Test
  void givesKubernetesItsVersion() {
    assertThat(module.buildFlags().getLast())
        .contains("component-base/version.gitVersion=v1.34.4", "gitMajor=1", "gitMinor=34");
    assertThat(new GoModule("helm", MOD, "", "").buildFlags().getLast())
        .isEqualTo("-ldflags=-s -w");
  }

  @Test
  void changesTheKeyWithEveryPinnedThing() {
    var key = module.key(GoTool.KUBECTL);

    assertThat(key).startsWith("kubernetes-v1.34.4-");
    assertThat(new GoModule("kubernetes", MOD, "other sum", "").key(GoTool.KUBECTL))
        .isNotEqualTo(key);
    assertThat(new GoModule("kubernetes", MOD, "sum", "main").key(GoTool.KUBECTL))
        .isNotEqualTo(key);
    assertThat(new GoModule("kubernetes", MOD + "\n", "sum", "").key(GoTool.KUBECTL))
        .isNotEqualTo(key);
  }

  @ParameterizedTest
  @EnumSource
  void pinsEveryTool(GoTool tool) {
    assertThat(GoModule.load(tool.module()).versionOf(tool.pinned())).startsWith("v");
  }
}
