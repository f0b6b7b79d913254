package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.api.replicator.ReplicatorStatus.SourceGroup;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.ClusterIdentity;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Commits how far this pod has copied to a consumer group of the source, when that is asked for, so
 * that tools which show the lag of groups show the mirror's. The group has no members: each pod
 * commits its own partitions, and touches nothing that is anybody else's.
 */
public final class SourceGroupCommits implements AutoCloseable {
  private static final Duration UNTIL_WANTED = Duration.ofSeconds(1);
  private static final int API_TIMEOUT_MS = 20_000;

  /** A broker appends what is committed at once as one batch, of a megabyte at most. */
  private static final int PARTITIONS_AT_ONCE = 1_000;

  private final ClusterIdentity source;
  private final Supplier<Map<TopicPartition, Copied>> copying;
  private final RetryingThread thread;
  private volatile FlowSettings settings;
  private volatile SourceGroup state;

  /**
   * @param source which cluster is meant to be the source
   * @param copying what this pod copies now
   */
  public SourceGroupCommits(
      FlowSettings settings,
      ClusterIdentity source,
      Supplier<Map<TopicPartition, Copied>> copying) {
    this.settings = settings;
    this.source = source;
    this.copying = copying;
    this.thread = new RetryingThread("source-group", this::run, this::failed);
  }

  public void start() {
    thread.start();
  }

  /** Other settings with the same clusters. */
  public void apply(FlowSettings newSettings) {
    settings = newSettings;
    thread.wake();
  }

  /** How the last round went; null when positions are not committed, or not yet. */
  public SourceGroup status() {
    SourceGroup now = state;
    return settings.sourceGroup().isPresent() ? now : null;
  }

  private void run(RetryingThread self) throws Exception {
    while (settings.sourceGroup().isEmpty()) {
      state = null;
      if (!self.pause(UNTIL_WANTED)) {
        return;
      }
    }
    FlowSettings now = settings;
    try (Admin admin = Clients.admin(now.source(), "source-group-admin", API_TIMEOUT_MS)) {
      Set<TopicPartition> ahead = Set.of();
      do {
        source.check(admin);
        ahead = round(admin, now, ahead);
      } while (self.pause(Duration.ofSeconds(now.spec().sourceGroup().periodSeconds()))
          && now.spec().sourceGroup().equals(settings.spec().sourceGroup()));
    }
  }

  /**
   * @return where the group is ahead of this pod
   */
  private Set<TopicPartition> round(Admin admin, FlowSettings now, Set<TopicPartition> aheadBefore)
      throws ExecutionException, InterruptedException {
    String group = now.sourceGroup().orElseThrow();
    String mark = SourceGroupPlan.mark(now);
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    var foreign = SourceGroupPlan.foreign(committed, mark);
    if (foreign.isPresent()) {
      state =
          new SourceGroup(
              group,
              "ForeignOffsets",
              ("group %s of the source has an offset of %s that this mirror has not committed, so"
                   + " it is left alone: choose another sourceGroup.id or, where nobody needs the"
                   + " group's offsets, delete it")
                  .formatted(group, foreign.get()));
      return Set.of();
    }
    // Positions behind the offsets: who had a partition when these were read no longer counts.
    SourceGroupPlan plan = SourceGroupPlan.of(copying.get(), committed, aheadBefore, mark);
    state = commit(admin, group, plan.commits());
    return plan.ahead();
  }

  private SourceGroup commit(
      Admin admin, String group, Map<TopicPartition, OffsetAndMetadata> commits)
      throws ExecutionException, InterruptedException {
    List<TopicPartition> all = List.copyOf(commits.keySet());
    for (int from = 0; from < all.size(); from += PARTITIONS_AT_ONCE) {
      Map<TopicPartition, OffsetAndMetadata> some = new HashMap<>();
      all.subList(from, Math.min(all.size(), from + PARTITIONS_AT_ONCE))
          .forEach(partition -> some.put(partition, commits.get(partition)));
      var result = admin.alterConsumerGroupOffsets(group, some);
      for (TopicPartition partition : some.keySet()) {
        Throwable failure = failure(result.partitionResult(partition));
        if (failure instanceof UnknownMemberIdException) {
          return new SourceGroup(
              group,
              "GroupInUse",
              "group %s of the source has members, so it is left alone: choose another sourceGroup.id"
                  .formatted(group));
        }
        // A topic that was deleted meanwhile is the business of those who look for topics.
        if (failure != null && !(failure instanceof UnknownTopicOrPartitionException)) {
          throw new ExecutionException(failure);
        }
      }
    }
    return new SourceGroup(group, SourceGroup.COMMITTED, "");
  }

  /** Null when it was done. */
  private static Throwable failure(KafkaFuture<Void> answer) throws InterruptedException {
    try {
      answer.get();
      return null;
    } catch (ExecutionException e) {
      return ClusterErrors.cause(e);
    }
  }

  private void failed(Throwable error) {
    String group = settings.sourceGroup().orElse("");
    boolean refused = ClusterErrors.cause(error) instanceof AuthorizationException;
    state =
        new SourceGroup(
            group,
            ClusterErrors.reason(error),
            "positions can't be committed to group %s of the source%s: %s"
                .formatted(
                    group,
                    refused ? " (right Read on the group and on the topics)" : "",
                    ClusterErrors.message(error)));
  }

  @Override
  public void close() {
    thread.close();
  }
}
