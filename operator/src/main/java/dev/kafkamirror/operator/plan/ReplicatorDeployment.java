package dev.kafkamirror.operator.plan;

import dev.kafkamirror.api.v1alpha1.DeletionPolicy;
import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.ResourcesSpec;
import dev.kafkamirror.operator.validation.SecretUse;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The Deployment of a mirror's pods. Its template holds no revision: settings and Secrets reach
 * running pods as files, so only image, JVM, resources, mounts, podTemplate and plug-ins (which are
 * loaded once) roll them, and who asks for it.
 */
final class ReplicatorDeployment {
  /** On which pods serve probes, metrics and status. */
  static final int HTTP_PORT = 8080;

  private static final String SETTINGS = "/etc/kafka-mirror/settings";
  private static final int HEAP_PERCENT = 60;
  private static final String SECRETS = "/etc/kafka-mirror/secrets";

  private final KafkaMirror mirror;
  private final int replicas;
  private final ReplicatorPods pods;
  private final PodExtras extras;

  ReplicatorDeployment(KafkaMirror mirror, int replicas, ReplicatorPods pods) {
    this.mirror = mirror;
    this.replicas = replicas;
    this.pods = pods;
    this.extras = new PodExtras(mirror.getSpec().podTemplate());
  }

  Deployment build(ObjectMeta metadata) {
    var name = mirror.getMetadata().getName();
    return new DeploymentBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withReplicas(replicas)
        .withRevisionHistoryLimit(3)
        .withProgressDeadlineSeconds(600)
        .withNewSelector()
        .withMatchLabels(new TreeMap<>(Names.selector(name)))
        .endSelector()
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withNewMaxSurge(1)
        .withNewMaxUnavailable(0)
        .endRollingUpdate()
        .endStrategy()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(podLabels(name))
        .withAnnotations(podAnnotations())
        .endMetadata()
        .withSpec(extras.placed(podSpec(), Names.selector(name), drainSeconds()))
        .endTemplate()
        .endSpec()
        .build();
  }

  private long drainSeconds() {
    KafkaMirrorSpec spec = mirror.getSpec();
    return spec.deletionPolicy() == DeletionPolicy.DrainThenDelete ? spec.drainTimeoutSeconds() : 0;
  }

  private PodSpec podSpec() {
    return new PodSpecBuilder()
        .withServiceAccountName(Names.child(mirror.getMetadata().getName()))
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(65532L)
        .withRunAsGroup(65532L)
        .withFsGroup(65532L)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container())
        .withVolumes(volumes())
        .build();
  }

  private Container container() {
    return new ContainerBuilder()
        .withName("replicator")
        .withImage(Objects.requireNonNullElse(mirror.getSpec().image(), pods.image()))
        .withImagePullPolicy("IfNotPresent")
        .withArgs("run", "--config", SETTINGS + "/" + SettingsFile.KEY, "--secrets", SECRETS)
        .withEnv(environment())
        .addNewPort()
        .withName("http")
        .withContainerPort(HTTP_PORT)
        .withProtocol("TCP")
        .endPort()
        .withStartupProbe(probe("/livez", 1, 120))
        .withLivenessProbe(probe("/livez", 10, 3))
        .withReadinessProbe(probe("/readyz", 2, 2))
        .withResources(resources())
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(mounts())
        .build();
  }

  private List<EnvVar> environment() {
    var variables = new ArrayList<EnvVar>();
    variables.add(
        new EnvVarBuilder()
            .withName("POD_NAME")
            .withNewValueFrom()
            .withNewFieldRef("v1", "metadata.name")
            .endValueFrom()
            .build());
    variables.add(new EnvVar("JAVA_TOOL_OPTIONS", jvmOptions(), null));
    // The API server drops an empty value, which would then always differ from what is wanted.
    pods.environment()
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                variables.add(new EnvVar(name, value, null));
              }
            });
    variables.addAll(extras.environment());
    return variables;
  }

  private String jvmOptions() {
    var jvm = mirror.getSpec().jvm();
    var share = jvm == null ? null : jvm.maxRamPercentage();
    var heap = "-XX:MaxRAMPercentage=" + Objects.requireNonNullElse(share, HEAP_PERCENT);
    return jvm == null || jvm.options() == null ? heap : heap + " " + jvm.options();
  }

  private Map<String, String> podLabels(String name) {
    var labels = new TreeMap<>(extras.labels());
    labels.putAll(Names.labels(name));
    return labels;
  }

  /** Other ones roll the pods, as with kubectl rollout restart. */
  private Map<String, String> podAnnotations() {
    var annotations = new TreeMap<>(extras.annotations());
    var nonce = mirror.getSpec().restartNonce();
    if (nonce != null) {
      annotations.put(Names.RESTART_NONCE, nonce.toString());
    }
    var asked = mirror.getMetadata().getAnnotations();
    if (asked != null && asked.containsKey(Names.RESTART)) {
      annotations.put(Names.RESTART, asked.get(Names.RESTART));
    }
    var plugins = mirror.getSpec().plugins();
    if (plugins != null) {
      annotations.put(Names.PLUGINS, Hash.of(plugins.toString()));
    }
    return annotations.isEmpty() ? null : annotations;
  }

  private static Probe probe(String path, int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort("http")
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(2)
        .withFailureThreshold(failures)
        .build();
  }

  private ResourceRequirements resources() {
    ResourcesSpec wanted = mirror.getSpec().resources();
    return new ResourceRequirementsBuilder()
        .withRequests(
            quantities(wanted == null ? null : wanted.requests(), ReplicatorPods.DEFAULT_REQUESTS))
        .withLimits(
            quantities(wanted == null ? null : wanted.limits(), ReplicatorPods.DEFAULT_LIMITS))
        .build();
  }

  private static Map<String, Quantity> quantities(
      Map<String, String> wanted, Map<String, Quantity> defaults) {
    if (wanted == null) {
      return new TreeMap<>(defaults);
    }
    var quantities = new TreeMap<String, Quantity>();
    wanted.forEach((resource, quantity) -> quantities.put(resource, Quantity.parse(quantity)));
    return quantities;
  }

  private List<Volume> volumes() {
    var volumes = new ArrayList<Volume>();
    volumes.add(
        new VolumeBuilder()
            .withName("settings")
            .withNewConfigMap()
            .withName(Names.child(mirror.getMetadata().getName()))
            .endConfigMap()
            .build());
    volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    int number = 0;
    for (var secret : SecretUse.names(mirror.getSpec())) {
      volumes.add(
          new VolumeBuilder()
              .withName("secret-" + number++)
              .withNewSecret()
              .withSecretName(secret)
              .endSecret()
              .build());
    }
    volumes.addAll(extras.volumes());
    return volumes;
  }

  private List<VolumeMount> mounts() {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(mount("settings", SETTINGS, true));
    mounts.add(mount("tmp", "/tmp", false));
    int number = 0;
    for (var secret : SecretUse.names(mirror.getSpec())) {
      mounts.add(mount("secret-" + number++, SECRETS + "/" + secret, true));
    }
    mounts.addAll(extras.mounts());
    return mounts;
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }
}
