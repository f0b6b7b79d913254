package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.api.v1alpha1.ConfigSyncSpec;
import dev.kafkamirror.api.v1alpha1.MirrorState;
import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceDelete;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.claim.RemoteTopicClaims;
import dev.kafkamirror.replicator.policy.CopyPolicy;
import dev.kafkamirror.replicator.position.TurnPositions;
import dev.kafkamirror.replicator.promotion.Return;
import dev.kafkamirror.replicator.promotion.Turns;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.ConfigSync;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDiscovery;
import dev.kafkamirror.replicator.topic.TopicFailure;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the leader does about the topics: finds them, claims and creates remote topics, takes them
 * over from MirrorMaker 2, says where the first start begins, keeps properties, follows deletions.
 */
final class TopicDuties {
  private static final int POSITIONS_WITHIN_SECONDS = 20;

  /**
   * What came of keeping remote topics as they should be.
   *
   * @param configsFailed topics whose properties differ; null when no properties are synced
   * @param sourceDeleted source topics that are gone while their remote topics are there
   */
  record Tended(List<TopicFailure> configsFailed, List<TopicFailure> sourceDeleted) {
    static final Tended NOTHING = new Tended(null, List.of());
  }

  private final TurnPositions positions;
  private final LongSupplier nanoTime;
  private final FirstStart firstStart;
  private final MirrorMakerTakeOver takeOver;
  private final RecreatedTopics recreated;

  /**
   * @param nanoTime monotonic clock
   */
  TopicDuties(TurnPositions positions, LongSupplier nanoTime) {
    this.positions = positions;
    this.nanoTime = nanoTime;
    this.firstStart = new FirstStart(positions);
    this.takeOver = new MirrorMakerTakeOver(positions, nanoTime);
    this.recreated = new RecreatedTopics(positions);
  }

  /** Begins to look with clients of these settings; they stay the caller's to close. */
  Rounds begin(FlowSettings settings, Admin source, Admin target) throws Exception {
    // Before any remote topic: by the positions' topic other mirrors see where it comes from.
    positions.readToEnd().get(POSITIONS_WITHIN_SECONDS, TimeUnit.SECONDS);
    return new Rounds(settings, source, target);
  }

  /** The rounds of one pair of clients. */
  final class Rounds implements AutoCloseable {
    private final Admin source;
    private final Admin target;
    private final TopicDiscovery discovery;
    private final ConfigSync configs;
    private final DeletedTopics deleted;
    private final Return reverse;
    private FlowSettings latest;

    private Rounds(FlowSettings settings, Admin source, Admin target) {
      this.latest = settings;
      this.source = source;
      this.target = target;
      this.discovery =
          new TopicDiscovery(
              source,
              target,
              new RemoteTopicClaims(settings, source, target, this::goesOn, nanoTime));
      this.configs = new ConfigSync(source, target, nanoTime);
      this.deleted = new DeletedTopics(positions, nanoTime);
      this.reverse = new Return(source, positions);
    }

    /** Whether there is a position, or will be one, that tells what the remote topic has. */
    private boolean goesOn(String topic) {
      return latest.spec().takeOver() != null || positions.topics().contains(topic);
    }

    /** Which topics can be copied now; their remote topics and first positions are there. */
    TopicDiscovery.Result find(FlowSettings now) throws Exception {
      latest = now;
      TopicNaming naming = TopicNaming.of(now);
      Turns turns = Turns.now(now, positions);
      TopicDiscovery.Result result = discovery.round(now, turns::copies);
      result = result.without(_ -> false, reverse.begin(now, turns, result.waiting()));
      CopyPolicy policy = CopyPolicy.of(now.spec(), 1);
      if (policy.onSourceRecreate() == OnSourceRecreate.Restart) {
        result = result.of(recreated.restart(target, result.topics()));
      }
      int copyable = result.topics().size();
      result = takeOver.prepare(now, target, result);
      boolean complete = !result.changed() && result.topics().size() == copyable;
      // A canary that the start leaves out would be taken for lost.
      List<MirroredTopic> started =
          result.topics().stream().filter(t -> !naming.isCanary(t.source())).toList();
      firstStart.prepare(source, started, policy, complete);
      return result;
    }

    /** Keeps what these remote topics are besides their records. A paused mirror changes none. */
    Tended tend(FlowSettings now, Collection<MirroredTopic> topics) throws Exception {
      TopicsSpec spec = now.spec().topics();
      boolean running = now.spec().state() == MirrorState.Running;
      boolean synced = running && spec.configSync().mode() == ConfigSyncSpec.Mode.Sync;
      List<TopicFailure> failed =
          running ? configs.round(spec.configSync(), now.plugins(), topics) : null;
      OnSourceDelete onDelete = running ? spec.onSourceDelete() : OnSourceDelete.Retain;
      return new Tended(
          synced ? failed : null,
          deleted.round(source, target, TopicNaming.of(now), onDelete, topics));
    }

    @Override
    public void close() {
      reverse.close();
    }
  }
}
