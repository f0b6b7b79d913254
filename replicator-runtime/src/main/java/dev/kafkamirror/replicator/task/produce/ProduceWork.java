package dev.kafkamirror.replicator.task.produce;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.task.Agenda;
import dev.kafkamirror.replicator.task.OtherDirection;
import dev.kafkamirror.replicator.task.PartitionProgress;
import dev.kafkamirror.replicator.task.TaskLimits;
import dev.kafkamirror.replicator.task.Trouble;
import dev.kafkamirror.replicator.task.measure.ProduceMeter;
import dev.kafkamirror.replicator.task.measure.TaskMeasures.Sends;
import dev.kafkamirror.replicator.task.memory.OutgoingBatch;
import dev.kafkamirror.replicator.task.merge.BatchMerger;
import dev.kafkamirror.replicator.task.produce.TargetLane.Waiting;
import dev.kafkamirror.replicator.task.refusal.Refusals;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.PartitionOffset;
import dev.kafkamirror.replicator.wire.TargetConnection;
import dev.kafkamirror.replicator.wire.TargetConnection.Answer;
import dev.kafkamirror.replicator.wire.TargetConnection.Outcome;
import dev.kafkamirror.replicator.wire.TargetConnection.Produced;
import dev.kafkamirror.replicator.wire.TargetConnection.ProducerIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DuplicateSequenceException;
import org.apache.kafka.common.errors.UnknownServerException;

/**
 * The producing half of a task: sends to each leader, whenever its connection can take one more
 * request, the next batch of every partition that has one.
 */
public final class ProduceWork {
  private static final long IDLE_MS = 1_000;

  /**
   * From here on small batches wait to be put together. Others go on as far as the connection takes
   * them: over a long way that keeps the line busy.
   */
  private static final int IN_FLIGHT_WITH_SMALL_BATCHES = 5;

  /** Where batches come from. */
  public interface Upstream {
    /** Memory became free. */
    void onProgress();

    /** Everything behind the partition's position is wanted again. */
    void fetchAgain(PartitionProgress partition);
  }

  private record Sent(PartitionQueue queue, OutgoingBatch batch) {}

  private final TaskLimits limits;
  private final Upstream upstream;
  private final OtherDirection other;
  private final Executor loop;
  private final LongSupplier clock;
  private final BatchMerger merger;
  private final Refusals refusals;
  private final RandomGenerator random;
  private final ProducerIdentities identities;
  private final IdentityRequests identityRequests;
  private final ProduceMeter meter = new ProduceMeter();

  /** By source partition. */
  private final Map<TopicPartition, PartitionQueue> queues = new HashMap<>();

  private final Agenda<PartitionQueue> agenda = new Agenda<>();
  private final TargetLanes lanes;
  private final Set<PartitionQueue> withoutIdentity = new LinkedHashSet<>();
  private final Set<PartitionQueue> withoutLeader = new LinkedHashSet<>();
  private int metadataVersion = -1;
  private boolean topicsChanged;

  /**
   * @param identities asked for by this loop, and by nobody else
   * @param loop runs something on the producing loop
   * @param clock monotonic time, ms
   */
  public ProduceWork(
      TaskLimits limits,
      ProducerIdentities identities,
      BatchMerger merger,
      Refusals refusals,
      Upstream upstream,
      OtherDirection other,
      Executor loop,
      LongSupplier clock,
      RandomGenerator random) {
    this.identities = identities;
    this.identityRequests =
        new IdentityRequests(identities, other, loop, clock, this::identityAnswered);
    this.limits = limits;
    this.merger = merger;
    this.refusals = refusals;
    this.upstream = upstream;
    this.other = other;
    this.loop = loop;
    this.clock = clock;
    this.random = random;
    this.lanes = new TargetLanes(limits.targetConnections());
  }

  /** What it has measured. Any thread may ask. */
  public Sends measures(long nowMs) {
    return meter.measures(nowMs);
  }

  public void add(PartitionProgress progress) {
    PartitionQueue queue =
        new PartitionQueue(
            progress,
            merger,
            refusals,
            agenda::add,
            upstream::fetchAgain,
            other.exists() ? this::look : null,
            random);
    if (identities.fenced() != null) {
      queue.stop(identities.fenced());
    }
    queues.put(progress.order().source(), queue);
    topicsChanged = true;
  }

  public void deliver(
      PartitionProgress to, List<OutgoingBatch> batches, long nextOffset, int leaderEpoch) {
    PartitionQueue queue = queues.get(to.order().source());
    queue.add(batches, nextOffset, leaderEpoch);
    agenda.add(queue);
  }

  /** What is delivered from now on follows its position again. */
  public void startAgain(PartitionProgress of) {
    queues.get(of.order().source()).startAgain();
  }

  public void release(TopicPartition source, CompletableFuture<Copied> result) {
    PartitionQueue queue = queues.get(source);
    long deadlineMs = clock.getAsLong() + limits.settleTimeout().toMillis();
    queue.release(result, deadlineMs);
    agenda.add(queue);
    agenda.addAt(queue, deadlineMs);
  }

  /**
   * Sends what can be sent.
   *
   * @param nowMs monotonic time
   * @return longest time that may pass until the next turn when nothing happens, ms
   */
  public long turn(TargetConnection connection, long nowMs) {
    if (connection.metadataVersion() != metadataVersion) {
      metadataVersion = connection.metadataVersion();
      agenda.addAll(lanes.takeAll());
      agenda.addAll(withoutLeader);
      withoutLeader.clear();
    }
    agenda.takeDue(nowMs).forEach(queue -> plan(connection, queue, nowMs));
    if (topicsChanged) {
      connection.watch(queues.values().stream().map(q -> q.target().topic()).toList());
      topicsChanged = false;
    }
    long wait = identityRequests.turn(connection, nowMs);
    for (TargetLane lane : lanes.all()) {
      if (lane.canSend()) {
        wait = Math.min(wait, serve(connection, lane, nowMs));
      }
    }
    return agenda.waitMs(nowMs, wait);
  }

  /** Puts a partition where it belongs now: to a connection, to those who wait, or nowhere. */
  private void plan(TargetConnection connection, PartitionQueue queue, long nowMs) {
    TopicPartition source = queue.progress().order().source();
    if (queue.isGone(nowMs)) {
      topicsChanged |= queues.remove(source, queue);
      lanes.forget(queue);
      withoutIdentity.remove(queue);
      withoutLeader.remove(queue);
      return;
    }
    if (!queue.hasBacklog()) {
      return;
    }
    long rest = queue.restMs(nowMs);
    if (rest > 0) {
      agenda.addAt(queue, nowMs + rest);
    } else if (hasIdentity(queue)) {
      connection
          .leader(queue.target())
          .ifPresentOrElse(
              leader -> planWithLeader(queue, leader), () -> noLeader(connection, queue));
    }
  }

  private void planWithLeader(PartitionQueue queue, Leader leader) {
    if (queue.isFor(leader.topicId())) {
      lanes.of(queue, leader.node(), TargetConnection::lane).add(new Waiting(queue, leader));
    } else {
      // Until the fleet has seen it too, and starts the partition again.
      withoutLeader.add(queue);
      if (queue.isGone(clock.getAsLong())) {
        agenda.add(queue);
      }
    }
  }

  private boolean hasIdentity(PartitionQueue queue) {
    if (queue.needsIdentity()) {
      Optional<ProducerIdentity> identity = identities.take(queue.target());
      if (identity.isEmpty()) {
        withoutIdentity.add(queue);
        if (identities.trouble() != null) {
          queue.blocked(identities.trouble());
        }
        return false;
      }
      queue.identity(identity.get());
    }
    return true;
  }

  private void noLeader(TargetConnection connection, PartitionQueue queue) {
    withoutLeader.add(queue);
    connection.refresh();
    connection
        .topicError(queue.target().topic())
        .ifPresent(error -> queue.blocked(Trouble.atTarget(queue.target(), error)));
  }

  /** There is an identity, or a reason why there is none: all who wait take note of it. */
  private void identityAnswered() {
    agenda.addAll(withoutIdentity);
    withoutIdentity.clear();
    if (identities.fenced() != null) {
      queues.values().forEach(queue -> queue.stop(identities.fenced()));
      agenda.addAll(queues.values());
    }
  }

  /** Returns how long to wait at most until the next attempt. */
  private long serve(TargetConnection connection, TargetLane lane, long nowMs) {
    if (!connection.ready(lane.node())) {
      return connection.delayMs(lane.node());
    }
    Map<PartitionQueue, Leader> withoutEnd = lane.takeWithoutEnd();
    if (withoutEnd.isEmpty()) {
      send(connection, lane, nowMs);
    } else {
      askForEnds(connection, lane, withoutEnd);
    }
    // When the request is out, the connection is asked again.
    return IDLE_MS;
  }

  private void askForEnds(
      TargetConnection connection, TargetLane lane, Map<PartitionQueue, Leader> partitions) {
    Map<TopicPartition, Leader> request = new HashMap<>();
    partitions.forEach(
        (queue, leader) -> {
          queue.askedForEnd();
          request.put(queue.target(), leader);
        });
    lane.asking(true);
    connection.endOffsets(
        lane.node(),
        request,
        found -> {
          lane.asking(false);
          endsFound(connection, partitions.keySet(), found);
        });
  }

  private void endsFound(
      TargetConnection connection,
      Set<PartitionQueue> asked,
      Map<TopicPartition, PartitionOffset> found) {
    long nowMs = clock.getAsLong();
    for (PartitionQueue queue : asked) {
      PartitionOffset end = found.get(queue.target());
      if (end == null) {
        queue.endNotFound(new UnknownServerException("No answer"), nowMs);
      } else if (end.error() == null) {
        queue.endFound(end.offset(), nowMs);
        if (queue.needsEnd()) {
          connection.refresh();
        }
      } else {
        connection.refresh();
        queue.endNotFound(end.error(), nowMs);
      }
    }
    agenda.addAll(asked);
    upstream.onProgress();
  }

  private void look(PartitionQueue queue, long from, long to) {
    var _ =
        other
            .batches(queue.target(), from, to)
            .whenCompleteAsync(
                (batches, failure) -> {
                  queue.looked(to, batches, failure, clock.getAsLong());
                  agenda.add(queue);
                },
                loop);
  }

  private void send(TargetConnection connection, TargetLane lane, long nowMs) {
    List<Produced> request = new ArrayList<>();
    Map<TopicPartition, Sent> batches = new HashMap<>();
    List<Waiting> taken = new ArrayList<>();
    boolean many = connection.inFlight(lane.node()) >= IN_FLIGHT_WITH_SMALL_BATCHES;
    Predicate<OutgoingBatch> mayGo = batch -> !many || !merger.isSmall(batch);
    long bytes = 0;
    Optional<Waiting> next = lane.takeReady(mayGo);
    while (next.isPresent()) {
      PartitionQueue queue = next.get().queue();
      OutgoingBatch batch = queue.send(lane.node().id());
      meter.sent(batch.size(), batch.count(), batch.isSentAgain(), nowMs);
      bytes += batch.size();
      request.add(new Produced(queue.target(), next.get().leader().topicId(), batch.bytes()));
      batches.put(queue.target(), new Sent(queue, batch));
      taken.add(next.get());
      long room = limits.requestBytes() - bytes;
      next = lane.takeReady(mayGo.and(candidate -> candidate.size() <= room));
    }
    // Behind the others, with what they have for the next request.
    taken.forEach(lane::add);
    if (!request.isEmpty()) {
      connection.produce(lane.node(), request, answer -> produced(connection, batches, answer));
    }
  }

  private void produced(
      TargetConnection connection, Map<TopicPartition, Sent> batches, Answer answer) {
    long nowMs = clock.getAsLong();
    meter.answered(answer.latencyMs(), answer.throttleMs(), nowMs);
    batches.forEach(
        (partition, sent) -> {
          Outcome outcome = answer.outcomes().get(partition);
          if (outcome == null) {
            sent.queue()
                .failed(sent.batch(), new UnknownServerException("No answer"), List.of(), nowMs);
          } else if (outcome.error() == null
              || outcome.error() instanceof DuplicateSequenceException) {
            sent.queue().acknowledged(sent.batch(), outcome.baseOffset(), nowMs);
          } else {
            connection.refresh();
            sent.queue().failed(sent.batch(), outcome.error(), outcome.refusedRecords(), nowMs);
          }
          agenda.add(sent.queue());
        });
    upstream.onProgress();
  }
}
