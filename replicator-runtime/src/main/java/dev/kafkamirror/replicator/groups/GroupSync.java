package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups;
import dev.kafkamirror.api.replicator.ReplicatorStatus.Groups.GroupProblem;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec;
import dev.kafkamirror.api.v1alpha1.OffsetSyncSpec.Mode;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.mm2.MirrorMakerTopics;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.task.measure.Recent.Summary;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Carries this pod's share of the groups over to the target, period by period, and writes the
 * offset syncs of what the pod copies.
 */
public final class GroupSync implements AutoCloseable {
  private static final Duration UNTIL_WANTED = Duration.ofSeconds(1);
  private static final int API_TIMEOUT_MS = 20_000;
  private static final int PROBLEMS_SHOWN = 10;

  /** Reason of a group that is carried over and will read something again. */
  private static final String EARLIER = "Earlier";

  private final Positions positions;
  private final Supplier<Map<TopicPartition, Copied>> copying;
  private final Supplier<Predicate<String>> turn;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final RetryingThread thread;
  private final CheckpointLatencies latencies = new CheckpointLatencies();
  private volatile FlowSettings settings;
  private volatile GroupShare share = GroupShare.NONE;
  private volatile Map<String, GroupResult> results = Map.of();
  private volatile Throwable error;

  /**
   * @param copying what this pod copies now
   * @param turn whether it is the mirror's turn to copy a topic of the source, at that moment
   * @param clock wall clock, for checkpoints
   * @param nanoTime monotonic clock
   */
  public GroupSync(
      FlowSettings settings,
      Positions positions,
      Supplier<Map<TopicPartition, Copied>> copying,
      Supplier<Predicate<String>> turn,
      Clock clock,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.positions = positions;
    this.copying = copying;
    this.turn = turn;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.thread = new RetryingThread("groups", this::run, e -> error = e);
  }

  public void start() {
    thread.start();
  }

  /** Other settings with the same clusters. */
  public void apply(FlowSettings newSettings) {
    settings = newSettings;
    thread.wake();
  }

  /** These groups are this pod's from now on. */
  public void assign(GroupShare newShare) {
    if (!share.equals(newShare)) {
      share = newShare;
      thread.wake();
    }
  }

  /** What came of each group of the share in the last round. */
  public Map<String, GroupResult> results() {
    return results;
  }

  /**
   * How long checkpoints took, ms, by group and remote partition; measured only where MirrorMaker
   * 2's metrics are wanted.
   */
  public Map<String, Map<TopicPartition, Summary>> checkpointLatencies() {
    return latencies.summaries(clock.millis());
  }

  /** The share in the terms of {@code GET /v1/status}; null when groups are not carried over. */
  public Groups status() {
    if (sync().mode() == Mode.Disabled) {
      return null;
    }
    Map<String, GroupResult> now = results;
    List<GroupProblem> problems =
        now.entrySet().stream()
            .filter(e -> e.getValue().message() != null)
            .sorted(
                Comparator.comparing(
                        (Map.Entry<String, GroupResult> e) -> e.getValue().state(),
                        Comparator.reverseOrder())
                    .thenComparing(Map.Entry::getKey))
            .limit(PROBLEMS_SHOWN)
            .map(e -> new GroupProblem(e.getKey(), reason(e.getValue()), e.getValue().message()))
            .toList();
    Throwable problem = error;
    return new Groups(
        now.size(),
        count(now, GroupState.Synced),
        count(now, GroupState.ActiveOnTarget),
        count(now, GroupState.Failed),
        problems,
        problem == null ? null : ClusterErrors.message(problem));
  }

  private static int count(Map<String, GroupResult> results, GroupState state) {
    return (int) results.values().stream().filter(r -> r.state() == state).count();
  }

  private static String reason(GroupResult result) {
    return result.state() == GroupState.Synced ? EARLIER : result.state().name();
  }

  private OffsetSyncSpec sync() {
    return settings.spec().groups().offsetSync();
  }

  private boolean wanted() {
    return sync().mode() != Mode.Disabled && share.of() > 0;
  }

  private void run(RetryingThread self) throws Exception {
    while (!wanted()) {
      results = Map.of();
      latencies.clear();
      error = null;
      if (!self.pause(UNTIL_WANTED)) {
        return;
      }
    }
    FlowSettings now = settings;
    try (Admin source = Clients.admin(now.source(), "groups-source", API_TIMEOUT_MS);
        Admin target = Clients.admin(now.target(), "groups-target", API_TIMEOUT_MS);
        GroupCommits commits =
            new GroupCommits(
                i -> Clients.admin(now.target(), "groups-commits-" + i, API_TIMEOUT_MS));
        MirrorMakerTopics topics = new MirrorMakerTopics(now, source, target);
        Homeward homeward = new Homeward(source, target, now.source())) {
      GroupRound round =
          new GroupRound(
              new GroupCalls(source),
              new TargetWork(new GroupCalls(target), commits),
              topics,
              positions,
              homeward,
              latencies,
              clock);
      Duration pause;
      do {
        long start = nanoTime.getAsLong();
        round.sync(copying.get());
        results = round.carryOver(settings, share, turn.get());
        error = homeward.refusal();
        pause = Duration.ofSeconds(sync().periodSeconds()).minusNanos(nanoTime.getAsLong() - start);
      } while (self.pause(pause)
          && wanted()
          && sync().writeSyncsTo() == now.spec().groups().offsetSync().writeSyncsTo());
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
