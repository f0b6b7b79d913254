package dev.kafkamirror.operator.validation;

import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.operator.observe.Neighbour;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds mirrors that would write the same remote topic, or send the same records to and fro. Who
 * runs already with the settings in question keeps the topic; between two that don't, and between
 * two that do, the older one does.
 */
final class Conflicts {
  private static final Comparator<Neighbour> AGE =
      Comparator.comparing(Neighbour::created)
          .thenComparing(Neighbour::name)
          .thenComparing(Neighbour::namespace);

  private Conflicts() {}

  /** The conflict that {@code self} has to give way in, empty when there is none. */
  static Optional<Problem> of(Neighbour self, List<Neighbour> others) {
    return others.stream().sorted(AGE).flatMap(other -> conflict(self, other).stream()).findFirst();
  }

  private static Optional<Problem> conflict(Neighbour self, Neighbour other) {
    boolean younger = AGE.compare(self, other) > 0;
    boolean runs = runs(self);
    if (other.applied() != null && (!runs || younger)) {
      var withRunning = clash(self, other, other.applied());
      if (withRunning.isPresent()) {
        return withRunning;
      }
    }
    return !runs && younger && !runs(other) ? clash(self, other, other.wanted()) : Optional.empty();
  }

  private static Optional<Problem> clash(
      Neighbour self, Neighbour other, KafkaMirrorSpec otherSpec) {
    return overlap(self, other, otherSpec)
        .or(() -> heartbeats(self, other, otherSpec))
        .or(() -> loop(self, other, otherSpec));
  }

  /**
   * The way back under names that tell nothing of where records come from. With SourcePrefix on
   * both ways names do.
   */
  private static Optional<Problem> loop(
      Neighbour self, Neighbour other, KafkaMirrorSpec otherSpec) {
    var there = self.wanted();
    boolean opposite =
        shares(there.source(), otherSpec.target()) && shares(there.target(), otherSpec.source());
    boolean told = RemoteTopics.tellSource(there) && RemoteTopics.tellSource(otherSpec);
    boolean twoWay = RemoteTopics.twoWay(there) && RemoteTopics.twoWay(otherSpec);
    if (!opposite || told || twoWay || takeTurns(self, other, otherSpec)) {
      return Optional.empty();
    }
    var sentBack = RemoteTopics.of(there).overlap(RemoteTopics.selected(otherSpec));
    var comesAgain = RemoteTopics.of(otherSpec).overlap(RemoteTopics.selected(there));
    return sentBack
        .filter(_ -> comesAgain.isPresent())
        .map(
            region ->
                new Problem(
                    Problem.Reason.ConflictsWithMirror,
                    "KafkaMirror %s/%s mirrors the other way and selects what this one writes: %s."
                            .formatted(other.namespace(), other.name(), region)
                        + " Their records would go round for ever; select different topics, or give"
                        + " both topics.naming SourcePrefix, or both Identity with direction"
                        + " TwoWay"));
  }

  /** A topic is copied one way at a time where one waits for the other to be promoted. */
  private static boolean takeTurns(Neighbour self, Neighbour other, KafkaMirrorSpec otherSpec) {
    return isReverseOf(self, self.wanted(), other) || isReverseOf(other, otherSpec, self);
  }

  private static boolean isReverseOf(Neighbour one, KafkaMirrorSpec spec, Neighbour other) {
    return Optional.ofNullable(spec.reverseOf())
        .filter(reverse -> reverse.name().equals(other.name()))
        .map(reverse -> Objects.requireNonNullElse(reverse.namespace(), one.namespace()))
        .filter(other.namespace()::equals)
        .isPresent();
  }

  private static boolean shares(ClusterSpec one, ClusterSpec two) {
    return !Collections.disjoint(bootstrap(one), bootstrap(two));
  }

  /** Whether the pods of a mirror already write what its spec asks for. */
  private static boolean runs(Neighbour mirror) {
    return mirror.applied() != null
        && RemoteTopics.of(mirror.applied()).equals(RemoteTopics.of(mirror.wanted()))
        && bootstrap(mirror.applied().target()).equals(bootstrap(mirror.wanted().target()));
  }

  private static Optional<Problem> overlap(
      Neighbour self, Neighbour other, KafkaMirrorSpec otherSpec) {
    boolean otherSource = !shares(self.wanted().source(), otherSpec.source());
    boolean twoWay = RemoteTopics.twoWay(self.wanted()) && RemoteTopics.twoWay(otherSpec);
    if (!sameTarget(self, other, otherSpec) || (twoWay && otherSource)) {
      return Optional.empty();
    }
    return RemoteTopics.of(self.wanted())
        .overlap(RemoteTopics.of(otherSpec))
        .map(
            region ->
                new Problem(
                    Problem.Reason.ConflictsWithMirror,
                    "KafkaMirror %s/%s writes %s on the same target; exclude them in one of the two,"
                            .formatted(other.namespace(), other.name(), region)
                        + " give one another topics.naming, or delete one"));
  }

  /** Each would have what the other has written to the source, and copy it a second time. */
  private static Optional<Problem> heartbeats(
      Neighbour self, Neighbour other, KafkaMirrorSpec otherSpec) {
    if (!sameTarget(self, other, otherSpec)) {
      return Optional.empty();
    }
    return RemoteTopics.of(self.wanted())
        .sharedHeartbeats(RemoteTopics.of(otherSpec))
        .map(
            topic ->
                new Problem(
                    Problem.Reason.ConflictsWithMirror,
                    "KafkaMirror %s/%s mirrors heartbeats to %s on the same target; set heartbeats.writeTo: Target in one of the two"
                        .formatted(other.namespace(), other.name(), topic)));
  }

  private static boolean sameTarget(Neighbour self, Neighbour other, KafkaMirrorSpec otherSpec) {
    if (self.targetClusterId() != null && self.targetClusterId().equals(other.targetClusterId())) {
      return true;
    }
    return shares(self.wanted().target(), otherSpec.target());
  }

  private static Set<String> bootstrap(ClusterSpec cluster) {
    return cluster.bootstrapServers().stream()
        .map(server -> server.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }
}
