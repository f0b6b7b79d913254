package dev.kafkamirror.replicator.fleet.lead;

import dev.kafkamirror.api.v1alpha1.DeliverySpec.Fencing;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.mm2.MirrorMakerNames;
import dev.kafkamirror.replicator.mm2.MirrorMakerPosition;
import dev.kafkamirror.replicator.mm2.MirrorMakerReading;
import dev.kafkamirror.replicator.mm2.MirrorMakerWorkers;
import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.position.StoredPosition.TopicPair;
import dev.kafkamirror.replicator.resume.LogBounds;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDiscovery;
import dev.kafkamirror.replicator.topic.TopicFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over from MirrorMaker 2 ({@code takeOver}): the leader writes down what it has copied at
 * least of each partition that the flow has no position of, as positions of an owner that is lost.
 * Whoever is given the partition finds the exact record behind that, as after a crash. Topics that
 * MirrorMaker 2 still copies, or of which it can't be told how far it got, are held back.
 */
final class MirrorMakerTakeOver {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorMakerTakeOver.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Positions positions;
  private final LongSupplier nanoTime;

  /** How many partitions of each source topic can be copied. */
  private final Map<String, Integer> decided = new HashMap<>();

  private List<TopicFailure> held = List.of();
  private long lookedAt;
  private boolean fenced;

  /**
   * @param nanoTime monotonic clock
   */
  MirrorMakerTakeOver(Positions positions, LongSupplier nanoTime) {
    this.positions = positions;
    this.nanoTime = nanoTime;
  }

  /**
   * Prepares topics before they are given to be copied.
   *
   * @param target of these settings
   * @return without those that are held back, with the reason for each
   */
  TopicDiscovery.Result prepare(FlowSettings settings, Admin target, TopicDiscovery.Result found)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (settings.spec().takeOver() == null) {
      return found;
    }
    List<MirroredTopic> open = found.topics().stream().filter(t -> !isDecided(t)).toList();
    boolean pausing = !held.isEmpty() && nanoTime.getAsLong() - lookedAt < BETWEEN_LOOKS.toNanos();
    if (open.isEmpty()) {
      held = List.of();
    } else if (!pausing) {
      held = look(settings, target, open);
      lookedAt = nanoTime.getAsLong();
    }
    return found.without(t -> !isDecided(t), held);
  }

  private boolean isDecided(MirroredTopic topic) {
    return decided.getOrDefault(topic.source(), 0) >= topic.partitions();
  }

  private List<TopicFailure> look(FlowSettings settings, Admin target, List<MirroredTopic> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    FirstStart.await(List.of(positions.readToEnd()));
    Map<MirroredTopic, List<TopicPartition>> open = new HashMap<>();
    topics.forEach(topic -> open.put(topic, open(topic)));
    open.forEach(
        (topic, partitions) -> {
          if (partitions.isEmpty()) {
            decided.put(topic.source(), topic.partitions());
          }
        });
    open.values().removeIf(List::isEmpty);
    if (open.isEmpty()) {
      return List.of();
    }
    Set<TopicPartition> copied = copiedNow(settings, target);
    List<TopicFailure> failures = new ArrayList<>();
    for (MirroredTopic topic : List.copyOf(open.keySet())) {
      if (open.get(topic).stream().anyMatch(copied::contains)) {
        open.remove(topic);
        failures.add(stillCopied(topic, MirrorMakerNames.of(settings)));
      }
    }
    failures.addAll(take(settings, open, bounds(target, open)));
    return List.copyOf(failures);
  }

  /** Source partitions that this flow has never copied, or that MirrorMaker 2 had since. */
  private List<TopicPartition> open(MirroredTopic topic) {
    List<TopicPartition> open = new ArrayList<>();
    for (int p = 0; p < topic.partitions(); p++) {
      TopicPartition source = new TopicPartition(topic.source(), p);
      if (positions.owner(source).filter(o -> !o.isMirrorMaker()).isEmpty()) {
        open.add(source);
      }
    }
    return open;
  }

  /**
   * What MirrorMaker 2 copies at present. Where it copies nothing, nothing of it can come later.
   */
  private Set<TopicPartition> copiedNow(FlowSettings settings, Admin target)
      throws ExecutionException, InterruptedException {
    MirrorMakerNames names = MirrorMakerNames.of(settings);
    MirrorMakerWorkers workers = new MirrorMakerWorkers(target, names);
    Set<TopicPartition> tasks = workers.run() ? new MirrorMakerReading(settings).tasks() : Set.of();
    if (tasks.isEmpty() && !fenced) {
      fence(workers, settings.spec().delivery().fencing());
      fenced = true;
    }
    return tasks;
  }

  private static void fence(MirrorMakerWorkers workers, Fencing fencing)
      throws ExecutionException, InterruptedException {
    try {
      int ids = workers.fence();
      if (ids > 0) {
        LOG.atInfo().addKeyValue("transactionalIds", ids).log("MirrorMaker 2's writers are fenced");
      }
    } catch (ExecutionException e) {
      Throwable cause = ClusterErrors.cause(e);
      boolean impossible =
          cause instanceof UnsupportedVersionException || cause instanceof AuthorizationException;
      if (!impossible || fencing == Fencing.Required) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("reason", ClusterErrors.message(e))
          .log("MirrorMaker 2's writers cannot be fenced: see that it has ended");
    }
  }

  /** Of the remote partitions, by source partition. */
  private static Map<TopicPartition, LogBounds> bounds(
      Admin target, Map<MirroredTopic, List<TopicPartition>> open)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, TopicPartition> remotes = new HashMap<>();
    open.forEach(
        (topic, sources) ->
            sources.forEach(
                s -> remotes.put(s, new TopicPartition(topic.remote(), s.partition()))));
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicPartition remote : remotes.values()) {
      earliest.put(remote, OffsetSpec.earliest());
      latest.put(remote, OffsetSpec.latest());
    }
    var starts = target.listOffsets(earliest).all().get();
    var ends = target.listOffsets(latest).all().get();
    Map<TopicPartition, LogBounds> bounds = new HashMap<>();
    remotes.forEach(
        (source, remote) ->
            bounds.put(
                source, new LogBounds(starts.get(remote).offset(), ends.get(remote).offset())));
    return bounds;
  }

  private List<TopicFailure> take(
      FlowSettings settings,
      Map<MirroredTopic, List<TopicPartition>> open,
      Map<TopicPartition, LogBounds> remotes)
      throws ExecutionException, InterruptedException, TimeoutException {
    boolean nothingThere = remotes.values().stream().allMatch(remote -> remote.end() == 0);
    Map<TopicPartition, MirrorMakerPosition> known =
        nothingThere ? Map.of() : new MirrorMakerReading(settings).positions();
    List<TopicFailure> failures = new ArrayList<>();
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    open.forEach(
        (topic, sources) -> {
          Optional<TopicFailure> unknown = Optional.empty();
          for (TopicPartition source : sources) {
            LogBounds remote = remotes.get(source);
            MirrorMakerPosition position = known.getOrDefault(source, MirrorMakerPosition.UNKNOWN);
            Optional<StoredPosition> before = positions.latest(source);
            Optional<Copied> copied = position.copied(before.map(StoredPosition::copied), remote);
            if (copied.isPresent() && remote.end() > 0) {
              write(topic, source, before, copied.get()).ifPresent(writes::add);
            } else if (remote.end() > 0) {
              unknown = Optional.of(unknown(topic, source, position, settings));
            }
          }
          unknown.ifPresentOrElse(
              failures::add, () -> decided.put(topic.source(), topic.partitions()));
        });
    FirstStart.await(writes);
    if (!writes.isEmpty()) {
      LOG.atInfo().addKeyValue("partitions", writes.size()).log("Taken over from MirrorMaker 2");
    }
    return failures;
  }

  private Optional<CompletableFuture<Void>> write(
      MirroredTopic topic, TopicPartition source, Optional<StoredPosition> before, Copied copied) {
    if (before.filter(b -> b.copied().equals(copied)).isPresent()) {
      return Optional.empty();
    }
    int epoch = before.map(b -> b.ownership().epoch()).orElse(Ownership.NO_EPOCH) + 1;
    return Optional.of(
        positions.writeSurely(
            source,
            new StoredPosition(
                copied,
                new TopicPair(topic.sourceId(), topic.remoteId(), positions.targetCluster()),
                Ownership.mirrorMaker(epoch))));
  }

  private static TopicFailure stillCopied(MirroredTopic topic, MirrorMakerNames names) {
    return new TopicFailure(
        topic.source(),
        "MirrorMaker2Running",
        "MirrorMaker 2 still copies it: connector %s of group %s on the target. Stop it, or take the topic out of its selection; the mirror goes on by itself then"
            .formatted(names.connector(), names.groupId()));
  }

  private static TopicFailure unknown(
      MirroredTopic topic,
      TopicPartition source,
      MirrorMakerPosition position,
      FlowSettings settings) {
    MirrorMakerNames names = MirrorMakerNames.of(settings);
    String offset =
        position.lastCopied().isPresent()
            ? "ended at source offset " + position.lastCopied().getAsLong()
            : "has no position of connector %s and source %s in %s"
                .formatted(names.connector(), names.sourceAlias(), names.offsetsTopic());
    return new TopicFailure(
        topic.source(),
        "MirrorMaker2PositionUnknown",
        "%s holds records, and MirrorMaker 2 %s of partition %d and no offset sync of what is there. Correct takeOver, or stop the mirror and say with replicator positions set where it goes on"
            .formatted(topic.remote(), offset, source.partition()));
  }
}
