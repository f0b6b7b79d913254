package dev.kafkamirror.replicator.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.PositionReading;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.Translation;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.ClusterTopics;
import dev.kafkamirror.replicator.topic.KnownTopic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replicator positions show}. */
@Command(
    name = "show",
    description = {
      "Shows how far each partition is copied, as the positions topic on the target has it: at most"
          + " a second old.",
      "LAG is in offsets of the source; - where the source has no such topic any more."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:shown", "2:wrong usage, or a cluster cannot be asked"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  replicator positions show --config mirror.yaml",
      "  replicator positions show --config mirror.yaml --topic orders --translate 120000"
    })
final class PositionsShowCommand implements Callable<Integer> {

  /** A line of the table. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      String topic,
      int partition,
      long sourceOffset,
      long targetOffset,
      Long lag,
      String owner,
      boolean released,
      int ranges,
      Long translated,
      Boolean exact) {}

  @Spec private CommandSpec spec;
  @Mixin private MirrorOptions mirror;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of the source; may be given more than once. Default: all.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--translate",
      paramLabel = "OFFSET",
      description =
          "Also shows where a consumer that would read this source offset next goes on at the"
              + " target; with ~ before it where it may read records again.")
  private Long translate;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Optional<FlowSettings> settings = mirror.settings(err);
    if (settings.isEmpty()) {
      return 2;
    }
    try {
      print(lines(settings.get()), spec.commandLine().getOut());
      return 0;
    } catch (ClusterException e) {
      err.println(e.getMessage());
    } catch (KafkaException e) {
      err.println(ClusterErrors.health(settings.get().target(), null, e).message());
    }
    return 2;
  }

  private List<Line> lines(FlowSettings settings) throws InterruptedException {
    Map<TopicPartition, StoredPosition> positions = PositionReading.read(settings);
    positions.keySet().removeIf(p -> !topics.isEmpty() && !topics.contains(p.topic()));
    Map<TopicPartition, Long> ends = sourceEnds(settings, positions.keySet());
    return positions.entrySet().stream()
        .map(e -> line(e.getKey(), e.getValue(), ends.get(e.getKey())))
        .sorted(Comparator.comparing(Line::topic).thenComparingInt(Line::partition))
        .toList();
  }

  private static Map<TopicPartition, Long> sourceEnds(
      FlowSettings settings, Set<TopicPartition> partitions) throws InterruptedException {
    Set<String> names = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    try (ClusterTopics source = new ClusterTopics(settings.source())) {
      Map<String, KnownTopic> known = source.topics(names::contains).topics();
      return source.ends(
          partitions.stream()
              .filter(p -> known.containsKey(p.topic()))
              .filter(p -> p.partition() < known.get(p.topic()).partitions())
              .toList(),
          settings.isolation());
    }
  }

  private Line line(TopicPartition source, StoredPosition stored, Long end) {
    Position position = stored.position();
    Optional<Translation> translation =
        translate == null
            ? Optional.empty()
            : stored.copied().ranges().translate(translate, position);
    return new Line(
        source.topic(),
        source.partition(),
        position.sourceOffset(),
        position.targetOffset(),
        end == null || position.sourceOffset() < 0
            ? null
            : Long.valueOf(Math.max(0, end - position.sourceOffset())),
        stored.ownership().owner(),
        stored.ownership().releasedIn() != Ownership.NOT_RELEASED,
        stored.copied().ranges().size(),
        translation.map(Translation::targetOffset).orElse(null),
        translation.map(Translation::exact).orElse(null));
  }

  private void print(List<Line> lines, PrintWriter out) {
    if (mirror.json()) {
      MirrorOptions.printJson(out, lines);
      return;
    }
    TextTable table =
        new TextTable(
            "TOPIC",
            "PARTITION",
            "SOURCE OFFSET",
            "TARGET OFFSET",
            "LAG",
            "OWNER",
            "RELEASED",
            "RANGES",
            translate == null ? "" : translate + " IS");
    for (Line l : lines) {
      table.row(
          l.topic(),
          l.partition(),
          l.sourceOffset() < 0 ? "beginning" : l.sourceOffset(),
          l.targetOffset() < 0 ? null : l.targetOffset(),
          l.lag(),
          l.owner(),
          l.released() ? "yes" : "no",
          l.ranges(),
          translate == null ? "" : translated(l));
    }
    table.print(out);
  }

  private static String translated(Line line) {
    if (line.translated() == null) {
      return "unknown";
    }
    return (line.exact() ? "" : "~") + line.translated();
  }
}
