package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.mm2.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What is to be written for one group: decided from what both clusters say, without asking them.
 *
 * @param checkpoints one for each partition whose place at the target is known
 */
record GroupPlan(List<Checkpoint> checkpoints, GroupResult result) {
  /**
   * Translates what a group has committed.
   *
   * @param committed at the source; a partition without an offset has null
   * @param ways where readers of a partition go on, empty when that is no business of the mirror's
   * @param before the checkpoint of a remote partition that was written last, empty when none was
   * @return empty when the group has nothing to do with mirrored topics, or only shows how far a
   *     mirror is
   */
  static Optional<GroupPlan> of(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Function<TopicPartition, Optional<Way>> ways,
      Function<TopicPartition, Optional<Checkpoint>> before) {
    if (SourceGroupPlan.isOfAMirror(committed)) {
      return Optional.empty();
    }
    List<Checkpoint> checkpoints = new ArrayList<>();
    int partitions = 0;
    int earlier = 0;
    for (var entry : committed.entrySet()) {
      TopicPartition source = entry.getKey();
      OffsetAndMetadata offset = entry.getValue();
      Optional<Way> way = offset == null ? Optional.empty() : ways.apply(source);
      if (way.isEmpty()) {
        continue;
      }
      partitions++;
      TopicPartition remote = way.get().remote();
      Translated translated = Translated.of(offset.offset(), way.get().copied());
      if (translated.isKnown()) {
        Checkpoint now =
            new Checkpoint(remote, offset.offset(), translated.targetOffset(), offset.metadata());
        Checkpoint kept = before.apply(remote).map(now::notBehind).orElse(now);
        checkpoints.add(kept);
        boolean asFar = kept.targetOffset() > translated.targetOffset();
        earlier += translated.quality() == Translated.Quality.Earlier && !asFar ? 1 : 0;
      }
    }
    if (partitions == 0) {
      return Optional.empty();
    }
    GroupState state = checkpoints.isEmpty() ? GroupState.NothingMirrored : GroupState.Synced;
    String message = message(state, earlier);
    GroupResult result = new GroupResult(state, partitions, checkpoints.size(), earlier, message);
    return Optional.of(new GroupPlan(List.copyOf(checkpoints), result));
  }

  private static String message(GroupState state, int earlier) {
    if (state == GroupState.NothingMirrored) {
      return "nothing is known yet of the partitions that the group has read";
    }
    return earlier == 0
        ? null
        : ("the group will read some records of %d partitions again: it is so far behind that the"
                + " index of offsets was thinned out there")
            .formatted(earlier);
  }

  /**
   * What the group of the target has to be told: only what brings it further.
   *
   * @param onTarget what it has there; a partition without an offset is missing or has null
   */
  Map<TopicPartition, OffsetAndMetadata> commits(Map<TopicPartition, OffsetAndMetadata> onTarget) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    for (Checkpoint checkpoint : checkpoints) {
      OffsetAndMetadata now = onTarget.get(checkpoint.remote());
      if (now == null || now.offset() < checkpoint.targetOffset()) {
        commits.put(
            checkpoint.remote(),
            new OffsetAndMetadata(checkpoint.targetOffset(), checkpoint.metadata()));
      }
    }
    return commits;
  }
}
