package dev.kafkamirror.quickstart;

import dev.kafkamirror.local.kafka.KafkaCluster;
import dev.kafkamirror.local.kafka.ListenerKind;
import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import dev.kafkamirror.local.kubernetes.KubernetesClusterBuilder;
import dev.kafkamirror.local.process.CommandFailedException;
import dev.kafkamirror.local.process.NetworkSpace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A Kubernetes cluster with our operator installed by helm, and three Kafka clusters that its pods
 * reach as {@code east-kafka}, {@code west-kafka} and {@code north-kafka}: port 9092 plaintext,
 * 9094 TLS with SASL for user {@code mirror}.
 */
public final class Playground implements AutoCloseable {
  /** Names of the Kafka clusters. */
  public static final List<String> KAFKAS = List.of("east", "west", "north");

  /** The user that the SASL listeners know. */
  public static final String USER = "mirror";

  /** Namespace of the operator and the mirrors. */
  public static final String NAMESPACE = "kafka-mirror";

  private final ProjectFiles project;
  private final Consumer<String> progress;
  private final Map<String, KafkaCluster> kafkas = new LinkedHashMap<>();
  private KubernetesCluster kubernetes;
  private KubernetesClient client;
  private LocalReplicator replicator;

  public Playground(ProjectFiles project, Consumer<String> progress) {
    this.project = project;
    this.progress = progress;
  }

  /** Starts Kubernetes, or takes the one whose kubeconfig is given. */
  public void startKubernetes(Path kubeconfig) {
    KubernetesClusterBuilder builder = KubernetesCluster.builder().progress(progress);
    if (kubeconfig != null) {
      builder.kubeconfig(kubeconfig);
    }
    kubernetes = builder.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig().toFile()))
            .build();
  }

  /** Starts the Kafka clusters where pods can reach them, and tells Kubernetes their names. */
  public void startKafka() {
    NetworkSpace space = kubernetes == null ? NetworkSpace.loopback() : kubernetes.networkSpace();
    List<KafkaCluster> started =
        KAFKAS.parallelStream().map(name -> startKafka(name, space)).toList();
    for (int i = 0; i < KAFKAS.size(); i++) {
      kafkas.put(KAFKAS.get(i), started.get(i));
      progress.accept("Kafka " + KAFKAS.get(i) + " at " + started.get(i).bootstrapServers());
    }
  }

  /**
   * Makes the Kafka clusters known to pods: Services by name, Secrets with certificates and
   * passwords.
   */
  public void introduceKafka() {
    kubernetes.kubectl("create", "namespace", NAMESPACE);
    kubernetes.apply(KafkaInKubernetes.manifests(NAMESPACE, kafkas));
  }

  /** Imports the images that the build made and installs the chart. */
  public void installOperator() {
    for (String module : List.of("replicator-runtime", "operator")) {
      kubernetes.importImage(project.image(module));
    }
    kubernetes.helm(
        "install",
        "kafka-mirror-operator",
        project.chart().toString(),
        "--namespace",
        NAMESPACE,
        // There is one node.
        "--set=replicas=1",
        "--wait",
        "--timeout",
        "5m");
  }

  /**
   * Starts the engine as a local process for a KafkaMirror's text, in which the clusters' names are
   * replaced with their addresses.
   */
  LocalReplicator startReplicator(String mirror) {
    String settings = mirror;
    for (String name : KAFKAS) {
      settings = settings.replace(name + "-kafka:9092", kafkas.get(name).bootstrapServers());
    }
    replicator = LocalReplicator.start(settings, project.logs());
    return replicator;
  }

  /** Where the local engine answers. */
  String replicatorUrl() {
    return replicator.url().toString();
  }

  public KubernetesCluster kubernetes() {
    return kubernetes;
  }

  /** A client with every right. */
  public KubernetesClient client() {
    return client;
  }

  /** One of {@link #KAFKAS}. */
  public KafkaCluster kafka(String name) {
    return kafkas.get(name);
  }

  /** The password of {@link #USER} on one of the clusters. */
  public static String password(String kafka) {
    return kafka + "-secret";
  }

  /** Applies a file to the namespace of the mirrors. */
  void applyExample(Path file) {
    kubernetes.kubectl("apply", "--namespace", NAMESPACE, "--filename", file.toString());
  }

  /** Creates or changes a Secret beside the mirrors. */
  public void applySecret(String name, Map<String, String> data) {
    kubernetes.apply(Serialization.asYaml(KafkaInKubernetes.secret(NAMESPACE, name, data)));
  }

  /** What mirrors, pods and their logs say, to be read after a failure. */
  public String report() {
    StringBuilder report = new StringBuilder();
    for (String kind : List.of("kafkamirrors", "deployments,pods", "configmaps", "events")) {
      report.append(kubernetes.kubectl("get", kind, "--namespace", NAMESPACE, "--output", "yaml"));
    }
    for (Pod pod : client.pods().inNamespace(NAMESPACE).list().getItems()) {
      String name = pod.getMetadata().getName();
      report.append("\n==== log of ").append(name).append('\n');
      report.append(logOf(name));
    }
    return report.toString();
  }

  private String logOf(String pod) {
    try {
      return kubernetes.kubectl("logs", "--namespace", NAMESPACE, pod, "--tail=2000");
    } catch (CommandFailedException notStarted) {
      return notStarted.getMessage();
    }
  }

  /** Ends everything, also when only part of it was started. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (replicator != null) {
      replicator.close();
      replicator = null;
    }
    kafkas.values().parallelStream().forEach(KafkaCluster::close);
    kafkas.clear();
    if (client != null) {
      client.close();
      client = null;
    }
    if (kubernetes != null) {
      kubernetes.close();
      kubernetes = null;
    }
  }

  private static KafkaCluster startKafka(String name, NetworkSpace space) {
    return KafkaCluster.builder(name)
        .listener(ListenerKind.SASL_TLS)
        .user(USER, password(name))
        .hostname(name + "-kafka")
        .in(space)
        .start();
  }
}
