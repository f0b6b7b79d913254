package dev.kafkamirror.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Started by {@code ./quickstart} after the build. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description = {
      "Mirrors real data between two real Kafka clusters on this machine:",
      "starts Kafka and Kubernetes, installs the chart, applies examples/active-standby.yaml,"
          + " produces records,",
      "waits until the mirror is Ready with lag 0 and compares every record."
    })
public final class Quickstart implements Callable<Integer> {
  private static final String EXAMPLE = "active-standby.yaml";
  private static final String MIRROR = "active-standby";

  @Option(names = "--once", description = "clean up and exit when done, instead of staying up")
  private boolean once;

  @Option(
      names = "--without-kubernetes",
      description = "run the engine as a local process: no root, no Kubernetes, no operator")
  private boolean withoutKubernetes;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "use this Kubernetes cluster instead of starting one; its pods must reach this machine")
  private Path kubeconfig;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "200000",
      description = "records to produce (default: ${DEFAULT-VALUE})")
  private long records;

  private final ProjectFiles project = ProjectFiles.find();
  private final PrintStream out = System.out;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Quickstart()).execute(arguments));
  }

  @Override
  public Integer call() {
    Steps steps = new Steps(out, withoutKubernetes ? 5 : 7, System::nanoTime);
    SampleTopics topics = SampleTopics.ofRecords(records);
    try (Playground playground = new Playground(project, steps::say)) {
      closeOnInterrupt(playground);
      if (withoutKubernetes) {
        mirrorWithoutKubernetes(playground, steps, topics);
      } else {
        mirrorInKubernetes(playground, steps, topics);
      }
      out.printf("%nDone in %d s.%n", steps.elapsed().toSeconds());
      if (!once) {
        LookAround.print(out, playground);
        stayUp();
      }
      return 0;
    } catch (RuntimeException e) {
      steps.failed(e, project.logs());
      return 1;
    }
  }

  private void mirrorInKubernetes(Playground playground, Steps steps, SampleTopics topics) {
    steps.run("Kubernetes", () -> playground.startKubernetes(kubeconfig));
    steps.run("Kafka clusters east, west and north", playground::startKafka);
    steps.run(
        "The operator: helm install",
        () -> {
          playground.introduceKafka();
          playground.installOperator();
        });
    steps.run(
        "A mirror: kubectl apply -f examples/" + EXAMPLE,
        () -> playground.applyExample(project.example(EXAMPLE)));
    steps.run("Records into east", () -> fill(playground, steps, topics));
    steps.run(
        "kubectl get kafkamirrors, until Ready with lag 0",
        () ->
            new MirrorTable(playground.kubernetes(), steps::say)
                .showUntilCaughtUp(MIRROR, topics.loads().size()));
    compare(playground, steps, topics);
  }

  private void mirrorWithoutKubernetes(Playground playground, Steps steps, SampleTopics topics) {
    steps.run("Kafka clusters east, west and north", playground::startKafka);
    LocalReplicator replicator =
        steps.run(
            "The engine: replicator run --config " + EXAMPLE,
            () -> playground.startReplicator(read(project.example(EXAMPLE))));
    steps.run("Records into east", () -> fill(playground, steps, topics));
    steps.run(
        "The status that the operator would show, until lag 0",
        () -> replicator.showUntilCaughtUp(topics.loads().size(), steps::say));
    compare(playground, steps, topics);
  }

  private static void fill(Playground playground, Steps steps, SampleTopics topics) {
    topics.create(playground.kafka("east"));
    topics.produce(playground.kafka("east"), steps::say);
  }

  private static void compare(Playground playground, Steps steps, SampleTopics topics) {
    steps.run(
        "Compare every record: key, value, headers, timestamp, partition, order",
        () -> {
          long equal =
              topics.compare(
                  playground.kafka("east"), playground.kafka("west"), "east.", steps::say);
          steps.say("every record equal: %,d".formatted(equal));
        });
  }

  /** Ctrl-C ends in the same order as an ordinary end. */
  private static void closeOnInterrupt(Playground playground) {
    Runtime.getRuntime().addShutdownHook(new Thread(playground::close, "quickstart-end"));
  }

  private static void stayUp() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
