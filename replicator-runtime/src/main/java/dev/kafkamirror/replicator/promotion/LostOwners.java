package dev.kafkamirror.replicator.promotion;

import static java.util.stream.Collectors.groupingBy;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.Positions;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up partitions in the name of pods that are lost: fences them, so that nothing of theirs can
 * arrive any more, and says so in the positions. Where they got to exactly is found by whoever
 * copies the other way.
 */
final class LostOwners {
  private static final Logger LOG = LoggerFactory.getLogger(LostOwners.class);
  private static final long WITHIN_SECONDS = 90;

  private final Positions positions;
  private final BiFunction<String, Set<TopicPartition>, CompletableFuture<Void>> fencing;
  private final boolean required;

  /**
   * @param fencing see {@code fence.Fence}
   * @param required whether a pod that cannot be fenced must not be given up
   */
  LostOwners(
      Positions positions,
      BiFunction<String, Set<TopicPartition>, CompletableFuture<Void>> fencing,
      boolean required) {
    this.positions = positions;
    this.fencing = fencing;
    this.required = required;
  }

  /**
   * Gives these partitions up.
   *
   * @throws ExecutionException when an owner cannot be fenced
   */
  void giveUp(Map<TopicPartition, Ownership> lost, TopicNaming naming)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<Optional<String>, List<TopicPartition>> byWriter =
        lost.keySet().stream().collect(groupingBy(p -> Optional.ofNullable(lost.get(p).writer())));
    for (var of : byWriter.entrySet()) {
      if (of.getKey().isPresent()) {
        fence(of.getKey().get(), of.getValue(), naming);
      }
    }
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    lost.forEach(
        (source, owner) ->
            positions
                .latest(source)
                .filter(stored -> stored.ownership().equals(owner))
                .ifPresent(
                    stored ->
                        writes.add(
                            positions.writeSurely(source, stored.with(owner.released(0, false))))));
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new))
        .get(WITHIN_SECONDS, TimeUnit.SECONDS);
    LOG.atInfo().addKeyValue("partitions", lost.size()).log("lost pods are fenced and given up");
  }

  private void fence(String writer, List<TopicPartition> sources, TopicNaming naming)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<TopicPartition> remotes = new HashSet<>();
    sources.forEach(
        p -> remotes.add(new TopicPartition(naming.remoteName(p.topic()), p.partition())));
    try {
      fencing.apply(writer, remotes).get(WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = ClusterErrors.cause(e);
      boolean impossible =
          cause instanceof AuthorizationException || cause instanceof UnsupportedVersionException;
      if (required || !impossible) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("writer", writer)
          .addKeyValue("reason", ClusterErrors.message(cause))
          .log("lost pod cannot be fenced; only its lease keeps it from writing");
    }
  }
}
