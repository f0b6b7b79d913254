package dev.kafkamirror.local.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoToolchainTest {
  @ParameterizedTest
  @CsvSource({"go1.19.8,false", "go1.20,false", "go1.21,true", "go1.26.8,true", "devel,false"})
  void takesAnInstalledGoThatCanFetchANewerOne(String version, boolean enough) {
    assertThat(GoToolchain.newEnough(version)).isEqualTo(enough);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,linux-amd64",
    "Linux,aarch64,linux-arm64",
    "Mac OS X,aarch64,other-arm64"
  })
  void namesThePlatformAsGoDoes(String system, String architecture, String platform) {
    assertThat(GoToolchain.platform(system, architecture)).isEqualTo(platform);
  }
}
