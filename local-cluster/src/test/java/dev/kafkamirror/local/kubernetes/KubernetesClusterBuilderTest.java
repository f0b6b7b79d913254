package dev.kafkamirror.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesClusterBuilderTest {
  @TempDir Path directory;

  @Test
  void takesTheClusterThatIsNamedAndSaysSo() throws IOException {
    var kubeconfig = Files.writeString(directory.resolve("config"), "apiVersion: v1");
    var said = new ArrayList<String>();

    try (var cluster =
        KubernetesCluster.builder().kubeconfig(kubeconfig).progress(said::add).start()) {
      assertThat(cluster.kubeconfig()).isEqualTo(kubeconfig);
      assertThat(said).containsExactly("using the Kubernetes cluster of " + kubeconfig);
      assertThatThrownBy(() -> cluster.importImage(Path.of("image.tar")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("registry");
    }
  }

  @Test
  void refusesAKubeconfigThatIsNotThereInsteadOfTakingAnotherCluster() {
    var builder = KubernetesCluster.builder().kubeconfig(directory.resolve("absent"));

    assertThatThrownBy(builder::start).hasMessageContaining("absent");
  }
}
