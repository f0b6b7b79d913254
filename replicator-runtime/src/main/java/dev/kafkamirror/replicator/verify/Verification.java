package dev.kafkamirror.replicator.verify;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterException;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.PositionReading;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.ClusterTopics;
import dev.kafkamirror.replicator.topic.KnownTopic;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDescriptions;
import dev.kafkamirror.replicator.topic.TopicFailure;
import dev.kafkamirror.replicator.topic.TopicNaming;
import dev.kafkamirror.replicator.topic.TopicPlan;
import dev.kafkamirror.replicator.topic.TopicSelection;
import dev.kafkamirror.replicator.twoway.TwoWay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares every record of a flow's topics with its remote topics: key, value, headers, timestamp
 * and order, as a consumer of the source with the flow's isolation sees them.
 *
 * @param settings of the flow
 * @param topics source topics to compare; all that the flow mirrors when empty
 * @param complete whether to compare up to the present ends of both logs; otherwise up to the
 *     positions, which is right while the mirror runs
 * @param threads partitions compared at a time
 */
public record Verification(
    FlowSettings settings, Set<String> topics, boolean complete, int threads) {
  private static final int THREADS = 4;

  public Verification {
    topics = Set.copyOf(topics);
  }

  /** All topics of a flow, up to its positions. */
  public static Verification of(FlowSettings settings) {
    return new Verification(settings, Set.of(), false, THREADS);
  }

  /** The same for some source topics only. */
  public Verification topics(Collection<String> names) {
    return new Verification(settings, Set.copyOf(names), complete, threads);
  }

  /** The same, up to the present ends of both logs: what is not copied yet is a difference. */
  public Verification toTheEnds() {
    return new Verification(settings, topics, true, threads);
  }

  /** Compares. */
  public VerificationResult run() throws InterruptedException {
    return run(_ -> {});
  }

  /**
   * Compares.
   *
   * @param progress told about every second how far it is
   * @throws ClusterException when a cluster cannot be asked what there is; what fails later leaves
   *     its partition unchecked
   */
  public VerificationResult run(Consumer<VerificationProgress> progress)
      throws InterruptedException {
    List<PartitionVerdict> verdicts = new ArrayList<>();
    List<PartitionPair> pairs = prepare(verdicts);
    try (TwoWay twoWay = TwoWay.of(settings, "verify")) {
      verdicts.addAll(
          new ParallelComparison(settings, pairs, threads, settings.isolation(), twoWay)
              .run(progress));
    }
    verdicts.sort(
        Comparator.comparing((PartitionVerdict v) -> v.source().topic())
            .thenComparingInt(v -> v.source().partition()));
    return new VerificationResult(List.copyOf(verdicts));
  }

  private List<PartitionPair> prepare(List<PartitionVerdict> verdicts) throws InterruptedException {
    TopicNaming naming = TopicNaming.of(settings);
    TopicSelection selection = new TopicSelection(settings);
    try (ClusterTopics source = new ClusterTopics(settings.source());
        ClusterTopics target = new ClusterTopics(settings.target())) {
      TopicDescriptions.Result here =
          source.topics(t -> selection.test(t) && (topics.isEmpty() || topics.contains(t)));
      Set<String> remotes = new HashSet<>();
      here.topics().keySet().forEach(t -> remotes.add(naming.remoteName(t)));
      TopicDescriptions.Result there = target.topics(remotes::contains);
      TopicPlan plan = TopicPlan.of(here.topics().values(), there.topics(), naming);
      // Before the ends: what a position says is copied lies before an end that is read later.
      Map<TopicPartition, StoredPosition> positions = positions();
      List<TopicPartition> all = partitions(here.topics().values());
      List<TopicPartition> mirrored =
          plan.mirrored().stream().flatMap(t -> partitions(t.remote(), t.partitions())).toList();
      Preparation preparation =
          new Preparation(
              complete,
              CopyPolicy.of(settings.spec(), 1),
              positions,
              new Preparation.Side(
                  source.starts(all),
                  source.ends(all, settings.isolation()),
                  source.settings(here.topics().keySet())),
              new Preparation.Side(
                  target.starts(mirrored),
                  target.ends(mirrored, IsolationLevel.READ_UNCOMMITTED),
                  target.settings(plan.mirrored().stream().map(MirroredTopic::remote).toList())));
      plan.mirrored()
          .forEach(t -> IntStream.range(0, t.partitions()).forEach(p -> preparation.add(t, p)));
      withoutRemote(plan).forEach(w -> addWithoutRemote(preparation, w, there));
      verdicts.addAll(preparation.verdicts());
      Stream.of(here.failures(), there.failures(), plan.collisions())
          .flatMap(List::stream)
          .forEach(f -> verdicts.add(unchecked(f)));
      topics.stream()
          .filter(t -> !here.topics().containsKey(t))
          .filter(t -> here.failures().stream().noneMatch(f -> f.topic().equals(t)))
          .forEach(t -> verdicts.add(unchecked(notMirrored(t))));
      return preparation.pairs();
    }
  }

  private static Stream<TopicPlan.Wanted> withoutRemote(TopicPlan plan) {
    return Stream.concat(plan.create().stream(), plan.grow().stream());
  }

  private static void addWithoutRemote(
      Preparation preparation, TopicPlan.Wanted wanted, TopicDescriptions.Result there) {
    KnownTopic remote = there.topics().get(wanted.remote());
    for (int p = remote == null ? 0 : remote.partitions(); p < wanted.partitions(); p++) {
      preparation.addWithoutRemote(
          new TopicPartition(wanted.source(), p), new TopicPartition(wanted.remote(), p));
    }
  }

  private static TopicFailure notMirrored(String topic) {
    return new TopicFailure(
        topic, "NotMirrored", "the source has no such topic, or the mirror does not select it");
  }

  private static PartitionVerdict unchecked(TopicFailure failure) {
    TopicPartition whole = new TopicPartition(failure.topic(), -1);
    return new PartitionVerdict(whole, whole, Findings.unchecked(failure.message()), 0);
  }

  private Map<TopicPartition, StoredPosition> positions() {
    try {
      return PositionReading.read(settings);
    } catch (KafkaException e) {
      throw new ClusterException(
          "The positions in "
              + settings.positionsTopic()
              + " cannot be read: "
              + ClusterErrors.message(e),
          e);
    }
  }

  private static List<TopicPartition> partitions(Collection<KnownTopic> topics) {
    return topics.stream().flatMap(t -> partitions(t.name(), t.partitions())).toList();
  }

  private static Stream<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic, p));
  }
}
