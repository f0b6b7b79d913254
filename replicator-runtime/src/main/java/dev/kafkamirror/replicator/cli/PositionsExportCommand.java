package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.mm2.MirrorMakerExport;
import dev.kafkamirror.replicator.mm2.MirrorMakerExport.Change;
import dev.kafkamirror.replicator.mm2.MirrorMakerNames;
import dev.kafkamirror.replicator.mm2.MirrorMakerReading;
import dev.kafkamirror.replicator.mm2.MirrorMakerWorkers;
import dev.kafkamirror.replicator.position.PositionChange;
import dev.kafkamirror.replicator.position.PositionReading;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.ClusterTopics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code replicator positions export}. */
@Command(
    name = "export",
    description = {
      "Gives a stopped mirror's partitions to MirrorMaker 2: writes how far they are copied into"
          + " its own offsets topic on the target, so that it goes on at the next record.",
      "Where MirrorMaker 2 runs in Kafka Connect, takeOver.connect in the file names its topic and"
          + " connector. A mirror that is started again later first looks what MirrorMaker 2 has"
          + " copied meanwhile."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:exported", "2:nothing changed: wrong usage, refused, or a cluster failed"},
    footerHeading = "%nExample:%n",
    footer = "  replicator positions export --mirror-maker --config mirror.yaml --yes")
final class PositionsExportCommand implements Callable<Integer> {
  private static final int API_TIMEOUT_MS = 10_000;

  @Spec private CommandSpec spec;
  @Mixin private MirrorOptions mirror;

  @Option(names = "--mirror-maker", description = "To MirrorMaker 2; it must be said.")
  private boolean mirrorMaker;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of the source; may be given more than once. Default: all.")
  private List<String> topics = new ArrayList<>();

  @Option(names = "--yes", description = "Exports; otherwise only says what would change.")
  private boolean yes;

  @Override
  public Integer call() throws InterruptedException {
    if (!mirrorMaker) {
      throw new ParameterException(spec.commandLine(), "Say to whom: --mirror-maker");
    }
    PrintWriter err = spec.commandLine().getErr();
    Optional<FlowSettings> settings = mirror.settings(err);
    if (settings.isEmpty()) {
      return 2;
    }
    try {
      if (PositionsEditing.refused(settings.get(), err)) {
        return 2;
      }
      export(settings.get(), err);
      return yes ? 0 : 2;
    } catch (ClusterException | IllegalArgumentException | IllegalStateException e) {
      err.println(e.getMessage());
    } catch (KafkaException e) {
      err.println(ClusterErrors.health(settings.get().target(), null, e).message());
    }
    return 2;
  }

  private void export(FlowSettings settings, PrintWriter err) throws InterruptedException {
    Map<TopicPartition, StoredPosition> positions = PositionReading.read(settings);
    positions.keySet().removeIf(p -> !topics.isEmpty() && !topics.contains(p.topic()));
    checkSettled(positions);
    checkMirrorMaker(settings, positions.keySet());
    MirrorMakerExport export = new MirrorMakerExport(settings);
    List<Change> changes = export.changes(positions);
    if (yes) {
      // First this: a mirror that is started in between compares, and copies nothing twice.
      PositionChange.write(
          settings,
          positions.entrySet().stream()
              .map(p -> PositionChange.givenBack(p.getKey(), p.getValue()))
              .toList());
      export.write(changes);
    }
    print(changes);
    if (!yes) {
      err.println("Nothing is changed yet: add --yes.");
    }
  }

  private static void checkSettled(Map<TopicPartition, StoredPosition> positions) {
    if (positions.isEmpty()) {
      throw new IllegalArgumentException("There are no positions of the mirror to export.");
    }
    List<TopicPartition> open =
        positions.entrySet().stream()
            .filter(p -> !p.getValue().ownership().settled())
            .filter(p -> !p.getValue().ownership().isMirrorMaker())
            .map(Map.Entry::getKey)
            .toList();
    if (!open.isEmpty()) {
      throw new IllegalArgumentException(
          "How far %d partitions are copied is not settled, among them %s: their pod was lost. Start the mirror once more, wait until it is Ready, and stop it"
              .formatted(open.size(), open.getFirst()));
    }
  }

  /** It must be there, and must not copy what it is given. */
  private static void checkMirrorMaker(FlowSettings settings, Set<TopicPartition> partitions)
      throws InterruptedException {
    MirrorMakerNames names = MirrorMakerNames.of(settings);
    try (ClusterTopics target = new ClusterTopics(settings.target())) {
      if (target.topics(names.offsetsTopic()::equals).topics().isEmpty()) {
        throw new IllegalArgumentException(
            "The target has no topic %s, where MirrorMaker 2 keeps its positions. Correct takeOver.connect, or create it as Kafka Connect does: compacted, with 25 partitions"
                .formatted(names.offsetsTopic()));
      }
    }
    try (Admin admin = Clients.admin(settings.target(), "workers-admin", API_TIMEOUT_MS)) {
      boolean copies =
          new MirrorMakerWorkers(admin, names).run()
              && new MirrorMakerReading(settings).tasks().stream().anyMatch(partitions::contains);
      if (copies) {
        throw new IllegalArgumentException(
            "MirrorMaker 2 runs: connector %s of group %s. Stop it first"
                .formatted(names.connector(), names.groupId()));
      }
    } catch (ExecutionException e) {
      throw new ClusterException(
          ClusterErrors.health(settings.target(), null, e).message(), ClusterErrors.cause(e));
    }
  }

  private void print(List<Change> changes) {
    List<Change> sorted =
        changes.stream()
            .sorted(
                Comparator.comparing((Change c) -> c.source().topic())
                    .thenComparingInt(c -> c.source().partition()))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (mirror.json()) {
      MirrorOptions.printJson(out, sorted.stream().map(PositionsExportCommand::json).toList());
      return;
    }
    TextTable table = new TextTable("TOPIC", "PARTITION", "BEFORE", "AFTER");
    sorted.forEach(
        c -> table.row(c.source().topic(), c.source().partition(), c.before(), c.after()));
    table.print(out);
  }

  private static Map<String, Object> json(Change change) {
    Map<String, Object> line = new HashMap<>();
    line.put("topic", change.source().topic());
    line.put("partition", change.source().partition());
    line.put("before", change.before());
    line.put("after", change.after());
    return line;
  }
}
