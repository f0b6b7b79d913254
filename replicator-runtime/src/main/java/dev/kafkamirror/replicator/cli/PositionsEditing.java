package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.position.FleetMembers;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.position.PositionChange;
import dev.kafkamirror.replicator.position.PositionReading;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.ClusterTopics;
import dev.kafkamirror.replicator.topic.KnownTopic;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Changes positions of a stopped mirror: looks at both clusters, says what would change, and
 * changes it when the user has agreed. A position that is set carries no index: what was copied
 * before is not known any more.
 */
final class PositionsEditing {
  /** One partition as both clusters have it. */
  record Ends(TopicPartition source, long sourceStart, long sourceEnd, long targetEnd) {}

  /** What a command wants of a partition; null leaves it as it is. */
  interface Choice {
    /**
     * @throws IllegalArgumentException when it cannot be, with the reason
     */
    Position of(Ends ends);
  }

  private final PrintWriter out;
  private final PrintWriter err;
  private final MirrorOptions mirror;

  PositionsEditing(CommandSpec spec, MirrorOptions mirror) {
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
    this.mirror = mirror;
  }

  /**
   * @param partition null for all of the topic
   * @return the command's exit code
   */
  int edit(String topic, Integer partition, boolean yes, Choice choice)
      throws InterruptedException {
    Optional<FlowSettings> settings = mirror.settings(err);
    if (settings.isEmpty()) {
      return 2;
    }
    try {
      if (refused(settings.get(), err)) {
        return 2;
      }
      List<PositionChange> changes = plan(settings.get(), topic, partition, choice);
      if (!yes) {
        print(changes);
        err.println("Nothing is changed yet: add --yes.");
        return 2;
      }
      PositionChange.write(settings.get(), changes);
      print(changes);
      return 0;
    } catch (ClusterException | IllegalArgumentException e) {
      err.println(e.getMessage());
    } catch (KafkaException e) {
      err.println(ClusterErrors.health(settings.get().target(), null, e).message());
    }
    return 2;
  }

  /** Whether the mirror runs, after saying so. */
  static boolean refused(FlowSettings settings, PrintWriter err) throws InterruptedException {
    List<String> hosts = FleetMembers.hosts(settings);
    if (hosts.isEmpty()) {
      return false;
    }
    err.println(
        "The mirror runs: group "
            + settings.groupId()
            + " on the target has members at "
            + String.join(", ", hosts)
            + ". It would overwrite what is changed here. Stop it first: set state: Stopped (or"
            + " replicas: 0) in the KafkaMirror, or end replicator run; a process that was killed"
            + " is forgotten after some seconds.");
    return true;
  }

  private List<PositionChange> plan(
      FlowSettings settings, String topic, Integer partition, Choice choice)
      throws InterruptedException {
    TopicNaming naming = TopicNaming.of(settings);
    Map<TopicPartition, StoredPosition> before = PositionReading.read(settings);
    try (ClusterTopics source = new ClusterTopics(settings.source());
        ClusterTopics target = new ClusterTopics(settings.target())) {
      KnownTopic here = existing(source, topic, "source");
      KnownTopic there = existing(target, naming.remoteName(topic), "target");
      int both = Math.min(here.partitions(), there.partitions());
      if (partition != null && (partition < 0 || partition >= both)) {
        throw new IllegalArgumentException(
            topic + " has no partition " + partition + " on both sides; they have " + both);
      }
      List<PositionChange> changes = new ArrayList<>();
      int[] numbers =
          partition == null ? IntStream.range(0, both).toArray() : new int[] {partition};
      for (int number : numbers) {
        Ends ends = ends(source, target, here.name(), there.name(), number);
        Position now = choice.of(ends);
        changes.add(
            PositionChange.of(
                ends.source(),
                before.get(ends.source()),
                new TopicPair(here.id(), there.id(), null),
                now));
      }
      return changes;
    }
  }

  private static KnownTopic existing(ClusterTopics cluster, String topic, String side)
      throws InterruptedException {
    KnownTopic known = cluster.topics(topic::equals).topics().get(topic);
    if (known == null) {
      throw new IllegalArgumentException("The " + side + " has no topic " + topic + ".");
    }
    return known;
  }

  private static Ends ends(
      ClusterTopics source, ClusterTopics target, String topic, String remote, int number)
      throws InterruptedException {
    TopicPartition here = new TopicPartition(topic, number);
    TopicPartition there = new TopicPartition(remote, number);
    return new Ends(
        here,
        source.starts(List.of(here)).get(here),
        source.ends(List.of(here), IsolationLevel.READ_UNCOMMITTED).get(here),
        target.ends(List.of(there), IsolationLevel.READ_UNCOMMITTED).get(there));
  }

  private void print(List<PositionChange> changes) {
    if (mirror.json()) {
      MirrorOptions.printJson(
          out,
          changes.stream()
              .map(
                  c ->
                      Map.of(
                          "topic",
                          c.source().topic(),
                          "partition",
                          c.source().partition(),
                          "before",
                          text(c.before()),
                          "after",
                          text(c.after())))
              .toList());
      return;
    }
    TextTable table = new TextTable("TOPIC", "PARTITION", "BEFORE", "AFTER");
    changes.forEach(
        c ->
            table.row(
                c.source().topic(), c.source().partition(), text(c.before()), text(c.after())));
    table.print(out);
  }

  private static String text(StoredPosition stored) {
    return stored == null
        ? "none"
        : "source "
            + stored.position().sourceOffset()
            + ", target "
            + stored.position().targetOffset();
  }
}
