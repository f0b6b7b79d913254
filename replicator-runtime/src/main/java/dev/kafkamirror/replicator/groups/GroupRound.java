package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.api.v1alpha1.GroupsSpec;
import dev.kafkamirror.api.v1alpha1.MetricsSpec.MirrorMaker2Names;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec.Mode;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.groups.GroupCalls.Committed;
import dev.kafkamirror.replicator.mm2.Checkpoint;
import dev.kafkamirror.replicator.mm2.MirrorMakerTopics;
import dev.kafkamirror.replicator.mm2.OffsetSync;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.NameSelectors;
import dev.kafkamirror.replicator.topic.TopicNaming;
import dev.kafkamirror.replicator.topic.TopicSelection;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** One look at all groups of a share, and what follows from it; remembers what it has written. */
final class GroupRound {
  private static final long READ_WITHIN_SECONDS = 20;

  private final GroupCalls source;
  private final TargetWork target;
  private final MirrorMakerTopics topics;
  private final Positions positions;
  private final Homeward homeward;
  private final CheckpointLatencies latencies;
  private final Clock clock;

  /** The checkpoints of each group as they were written last. */
  private Map<String, List<Checkpoint>> written = new HashMap<>();

  /** Which topics they are of, by remote partition. */
  private final Map<TopicPartition, TopicPair> offsetsOf = new HashMap<>();

  private final Map<TopicPartition, OffsetSync> synced = new HashMap<>();

  GroupRound(
      GroupCalls source,
      TargetWork target,
      MirrorMakerTopics topics,
      Positions positions,
      Homeward homeward,
      CheckpointLatencies latencies,
      Clock clock) {
    this.source = source;
    this.target = target;
    this.topics = topics;
    this.positions = positions;
    this.homeward = homeward;
    this.latencies = latencies;
    this.clock = clock;
  }

  /** Tells MirrorMaker 2's readers what was copied of these partitions since it was told last. */
  void sync(Map<TopicPartition, Copied> copying) throws ExecutionException {
    synced.keySet().retainAll(copying.keySet());
    copying.forEach(
        (partition, copied) -> {
          for (OffsetSync sync : OffsetSync.since(synced.get(partition), copied.ranges())) {
            topics.write(partition, sync);
            synced.put(partition, sync);
          }
        });
    topics.flush();
  }

  /**
   * Carries over the groups of a share.
   *
   * @param copied which topics of the source are copied now; what groups read of others is left
   * @return what came of each that has read mirrored topics
   * @throws ExecutionException when a cluster does not answer
   */
  Map<String, GroupResult> carryOver(
      FlowSettings settings, GroupShare share, Predicate<String> copied)
      throws ExecutionException, InterruptedException, TimeoutException {
    GroupsSpec spec = settings.spec().groups();
    Predicate<String> selectors =
        new NameSelectors(spec.include(), spec.exclude()).and(settings.plugins().groups());
    List<String> own =
        source.list().states().keySet().stream()
            .filter(group -> share.has(group) && selectors.test(group))
            .sorted()
            .toList();
    // Offsets first, positions behind them: what a group has read was copied before, as a rule.
    long readAt = clock.millis();
    Committed committed = source.offsets(own);
    positions.readToEnd().get(READ_WITHIN_SECONDS, TimeUnit.SECONDS);
    Map<String, GroupResult> results = new HashMap<>();
    committed
        .failures()
        .forEach(
            (group, failure) ->
                results.put(
                    group,
                    new GroupResult(
                        GroupState.Failed, 0, 0, 0, "source: " + refused(group, failure))));
    Map<String, GroupPlan> plans = plans(settings, committed, copied);
    var checkpoints = write(plans, readAt);
    if (settings.spec().metrics().mirrorMaker2Names() == MirrorMaker2Names.Enabled) {
      long now = clock.millis();
      latencies.wrote(checkpoints, plans, now - readAt, now);
    } else {
      latencies.clear();
    }
    if (spec.offsetSync().mode() == Mode.Sync) {
      results.putAll(target.carryOver(plans));
    } else {
      plans.forEach((group, plan) -> results.put(group, plan.result()));
    }
    return results;
  }

  private static String refused(String group, Throwable failure) {
    return ClusterErrors.message(Right.onGroup("Describe", group, "source").named(failure));
  }

  private Map<String, GroupPlan> plans(
      FlowSettings settings, Committed committed, Predicate<String> copied)
      throws ExecutionException, InterruptedException, TimeoutException {
    homeward.look(settings, topics(committed));
    TopicNaming naming = TopicNaming.of(settings);
    Predicate<String> mirrored = new TopicSelection(settings).and(copied);
    // Thousands of groups read the same partitions, and an index is decoded at each question.
    Map<TopicPartition, Optional<Way>> known = new HashMap<>();
    Set<TopicPartition> others = new HashSet<>();
    Function<TopicPartition, Optional<Way>> ways =
        partition ->
            known.computeIfAbsent(
                partition,
                p -> {
                  Optional<Way> way = way(p, naming, mirrored);
                  way.filter(this::isOfOtherTopics).ifPresent(w -> others.add(w.remote()));
                  return way;
                });
    Map<String, GroupPlan> plans = new HashMap<>();
    committed
        .offsets()
        .forEach(
            (group, offsets) ->
                GroupPlan.of(
                        offsets,
                        ways,
                        remote -> others.contains(remote) ? Optional.empty() : last(group, remote))
                    .ifPresent(plan -> plans.put(group, plan)));
    return plans;
  }

  private static Set<String> topics(Committed committed) {
    Set<String> topics = new HashSet<>();
    committed.offsets().values().forEach(o -> o.keySet().forEach(p -> topics.add(p.topic())));
    return topics;
  }

  private Optional<Way> way(TopicPartition p, TopicNaming naming, Predicate<String> mirrored) {
    return mirrored.test(p.topic())
        ? Optional.of(
            Way.to(
                new TopicPartition(naming.remoteName(p.topic()), p.partition()),
                positions.latest(p)))
        : homeward.way(p, naming);
  }

  /** Whether a topic was created again since the last round; takes note of it. */
  private boolean isOfOtherTopics(Way way) {
    return !Objects.equals(offsetsOf.put(way.remote(), way.topics()), way.topics());
  }

  private Optional<Checkpoint> last(String group, TopicPartition remote) {
    return written.getOrDefault(group, List.of()).stream()
        .filter(checkpoint -> checkpoint.remote().equals(remote))
        .findAny();
  }

  /** Writes the checkpoints that are not those of the last time, and returns them by group. */
  private Map<String, Set<Checkpoint>> write(Map<String, GroupPlan> plans, long readAt)
      throws ExecutionException {
    Map<String, List<Checkpoint>> now = new HashMap<>();
    Map<String, Set<Checkpoint>> changed = new HashMap<>();
    plans.forEach(
        (group, plan) -> {
          List<Checkpoint> before = written.getOrDefault(group, List.of());
          now.put(group, plan.checkpoints());
          if (!plan.checkpoints().equals(before)) {
            Set<Checkpoint> fresh = new HashSet<>(plan.checkpoints());
            before.forEach(fresh::remove);
            fresh.forEach(c -> topics.write(group, c, readAt));
            changed.put(group, fresh);
          }
        });
    topics.flush();
    written = now;
    return changed;
  }
}
