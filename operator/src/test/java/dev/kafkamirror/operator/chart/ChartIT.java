package dev.kafkamirror.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.local.process.CommandFailedException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChartIT {
  private static final Path CRD = Path.of("../crds/kafkamirrors.kafkamirror.dev.yaml");

  private final Chart chart = new Chart();

  @Test
  void lintFindsNothingWrong() {
    assertThat(chart.helm("lint", "--strict", Chart.FOLDER.toString()))
        .contains("0 chart(s) failed");
  }

  @Test
  void carriesTheCommittedCrd() throws IOException {
    var committed = Serialization.unmarshal(Files.readString(CRD), CustomResourceDefinition.class);

    assertThat(only(chart.render(), CustomResourceDefinition.class).getSpec())
        .isEqualTo(committed.getSpec());
  }

  @Test
  void leavesTheCrdOnUninstallUnlessToldOtherwise() {
    assertThat(only(chart.render(), CustomResourceDefinition.class).getMetadata().getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
    assertThat(
            only(chart.render("crds.keep=false"), CustomResourceDefinition.class)
                .getMetadata()
                .getAnnotations())
        .isEmpty();
    assertThat(all(chart.render("crds.enabled=false"), CustomResourceDefinition.class)).isEmpty();
  }

  @Test
  void hasTheVersionOfTheProject() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    var version =
        Pattern.compile("<artifactId>kafka-mirror-parent</artifactId>\\s*<version>(.*?)<");
    var matcher = version.matcher(pom);
    assertThat(matcher.find()).isTrue();

    assertThat(Files.readString(Chart.FOLDER.resolve("Chart.yaml")))
        .contains("\nversion: " + matcher.group(1) + "\n")
        .contains("\nappVersion: " + matcher.group(1) + "\n");
  }

  @Test
  void theOperatorsPodMeetsTheRestrictedStandard() {
    PodSpec pod = pod(chart.render());
    Container container = pod.getContainers().getFirst();

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65532);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(pod.getVolumes()).allMatch(volume -> volume.getEmptyDir() != null);
  }

  @Test
  void theDeploymentSelectsItsOwnPods() {
    var spec = only(chart.render("podLabels.team=data"), Deployment.class).getSpec();

    assertThat(spec.getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(spec.getSelector().getMatchLabels())
        .containsEntry("team", "data");
  }

  @Test
  void imagesAreTakenByTagOrDigest() {
    String digest = "sha256:" + "0".repeat(64);
    var objects =
        chart.render(
            "image.tag=9.9", "replicator.image.digest=" + digest, "image.pullPolicy=Never");

    assertThat(pod(objects).getContainers().getFirst().getImage())
        .isEqualTo("kafka-mirror-operator:9.9");
    assertThat(environment(objects, "REPLICATOR_IMAGE"))
        .isEqualTo("kafka-mirror-replicator@" + digest);
  }

  @Test
  void rightsEndAtTheReleasesNamespaceByDefault() {
    var objects = chart.render("rbac.aggregateRoles=false");

    assertThat(environment(objects, "WATCH_NAMESPACES")).isEqualTo("mirrors");
    assertThat(all(objects, ClusterRole.class)).isEmpty();
    assertThat(all(objects, Role.class))
        .hasSize(2)
        .allMatch(role -> role.getMetadata().getNamespace().equals("mirrors"));
    assertThat(all(objects, RoleBinding.class))
        .hasSize(2)
        .extracting(binding -> binding.getSubjects().getFirst().getName())
        .containsOnly(only(objects, ServiceAccount.class).getMetadata().getName());
  }

  @Test
  void eachWatchedNamespaceHasARole() {
    var objects = chart.render("watchNamespaces={team-a,team-b}");

    assertThat(environment(objects, "WATCH_NAMESPACES")).isEqualTo("team-a,team-b");
    assertThat(all(objects, Role.class))
        .extracting(role -> role.getMetadata().getNamespace())
        .containsExactly("team-a", "team-b", "mirrors");
    assertThat(all(objects, RoleBinding.class))
        .allMatch(binding -> binding.getSubjects().getFirst().getNamespace().equals("mirrors"))
        .extracting(binding -> binding.getMetadata().getNamespace())
        .containsExactly("team-a", "team-b", "mirrors");
  }

  @Test
  void allNamespacesNeedAClusterRole() {
    var objects = chart.render("watchAllNamespaces=true", "rbac.aggregateRoles=false");

    assertThat(environment(objects, "WATCH_NAMESPACES")).isEqualTo("*");
    assertThat(only(objects, ClusterRoleBinding.class).getRoleRef().getName())
        .isEqualTo(only(objects, ClusterRole.class).getMetadata().getName());
    assertThat(only(objects, Role.class).getRules())
        .extracting(PolicyRule::getResources)
        .containsExactly(List.of("leases"));
  }

  @Test
  void twoOperatorsShareALease() {
    var pod = only(chart.render(), Deployment.class);

    assertThat(pod.getSpec().getReplicas()).isEqualTo(2);
    assertThat(environment(chart.render(), "LEASE_NAME")).isEqualTo(pod.getMetadata().getName());
  }

  @Test
  void theOperatorCanNeitherChangeSecretsNorMirrorsNorRunCommandsInPods() {
    List<PolicyRule> rules =
        all(chart.render("rbac.aggregateRoles=false"), Role.class).stream()
            .flatMap(role -> role.getRules().stream())
            .toList();

    assertThat(rules).noneMatch(rule -> rule.getResources().contains("pods/exec"));
    assertThat(rules)
        .noneMatch(
            rule ->
                Stream.concat(rule.getVerbs().stream(), rule.getResources().stream())
                    .anyMatch("*"::equals));
    assertThat(rules)
        .filteredOn(
            rule ->
                rule.getResources().contains("secrets")
                    || rule.getResources().contains("kafkamirrors"))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.getVerbs()).containsExactly("list", "watch"));
  }

  @Test
  void anUnknownValueIsRefused() {
    assertThatThrownBy(() -> chart.render("image.tagg=1"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("additional properties 'tagg' not allowed");
  }

  @Test
  void namespacesAndAllNamespacesTogetherAreRefused() {
    assertThatThrownBy(() -> chart.render("watchAllNamespaces=true", "watchNamespaces={a}"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("watchNamespaces");
  }

  private static PodSpec pod(List<HasMetadata> objects) {
    return only(objects, Deployment.class).getSpec().getTemplate().getSpec();
  }

  private static String environment(List<HasMetadata> objects, String name) {
    return pod(objects).getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static <T> T only(List<HasMetadata> objects, Class<T> type) {
    List<T> found = all(objects, type);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static <T> List<T> all(List<HasMetadata> objects, Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
