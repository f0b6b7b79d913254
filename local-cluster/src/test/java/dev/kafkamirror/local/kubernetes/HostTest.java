package dev.kafkamirror.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostTest {
  @Test
  void lacksNothingAsRootOnLinux() {
    assertThat(new Host("Linux", "root", List.of(), true).lacks()).isEmpty();
  }

  @Test
  void doesNotMindPackagesThatItCanInstall() {
    assertThat(new Host("Linux", "root", List.of("runc"), true).lacks()).isEmpty();
  }

  @Test
  void namesTheCommandForPackagesThatItCannotInstall() {
    assertThat(new Host("Linux", "root", List.of("containerd", "runc"), false).lacks())
        .containsExactly("packages (apt-get install --no-install-recommends containerd runc)");
  }

  @Test
  void namesEverythingThatIsMissingAtOnce() {
    assertThat(new Host("Mac OS X", "ada", List.of("runc"), false).lacks())
        .hasSize(3)
        .contains("Linux (this is Mac OS X)", "root (you are ada)");
  }
}
