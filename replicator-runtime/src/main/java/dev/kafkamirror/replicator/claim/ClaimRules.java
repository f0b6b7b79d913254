package dev.kafkamirror.replicator.claim;

import dev.kafkamirror.replicator.claim.TopicClaim.State;
import dev.kafkamirror.replicator.topic.RemoteTopicOwners.Wish;
import dev.kafkamirror.replicator.topic.TopicFailure;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** Which remote topics a flow must leave alone, by the claims of others. Pure. */
final class ClaimRules {
  static final String REASON = "ConflictsWithMirror";

  private static final String OTHERWISE_TWICE =
      "Its records would come twice: stop this mirror and say with replicator positions set where"
          + " it goes on, or delete the remote topic, so that it is mirrored anew";

  private ClaimRules() {}

  /**
   * Decides on one remote topic.
   *
   * @param twoWay whether the flow copies nothing that a mirror wrote, and lets others write
   * @param onTarget claims of other flows on the remote topic
   * @param onSource claims on the source topic; none where names tell where topics come from
   * @param begun whether a source topic may be copied behind what the remote topic holds: the flow
   *     has positions of it, or it is heartbeats
   */
  static Optional<TopicFailure> refusal(
      Wish wish,
      boolean twoWay,
      Collection<TopicClaim> onTarget,
      Collection<TopicClaim> onSource,
      Predicate<String> begun) {
    boolean repeats = wish.remoteId().isPresent() && !begun.test(wish.source());
    return onTarget.stream()
        .filter(claim -> !shares(claim, twoWay) || claim.sourceId().equals(wish.sourceId()))
        .filter(claim -> claim.state() != State.Left || repeats)
        .findFirst()
        .map(claim -> owned(wish, claim))
        .or(
            () ->
                onSource.stream()
                    .filter(claim -> !shares(claim, twoWay))
                    .filter(claim -> wish.remoteId().filter(claim.sourceId()::equals).isPresent())
                    .filter(claim -> claim.state() != State.Left || repeats)
                    .findFirst()
                    .map(claim -> comesFromThere(wish, claim)));
  }

  /** Whether both flows tell by producer ids what mirrors wrote, so that each copies its own. */
  private static boolean shares(TopicClaim claim, boolean twoWay) {
    return twoWay && claim.twoWay();
  }

  private static TopicFailure owned(Wish wish, TopicClaim claim) {
    String message =
        claim.state() == State.Left
            ? "Mirror %s has filled remote topic %s and writes it no more. %s"
                .formatted(claim.flow(), wish.remote(), OTHERWISE_TWICE)
            : "Mirror %s writes remote topic %s, from its source topic %s. Exclude it in one of the two, or give one another topics.naming%s"
                .formatted(
                    claim.flow(),
                    wish.remote(),
                    claim.source(),
                    TopicNaming.HEARTBEATS.equals(wish.source())
                        ? "; heartbeats.writeTo: Target leaves heartbeats alone"
                        : "");
    return new TopicFailure(wish.source(), REASON, message);
  }

  private static TopicFailure comesFromThere(Wish wish, TopicClaim claim) {
    String message =
        claim.state() == State.Left
            ? "Mirror %s has copied %s of the target into this topic. %s"
                .formatted(claim.flow(), wish.remote(), OTHERWISE_TWICE)
            : "Mirror %s copies %s of the target into this topic: its records would go round for ever. Select different topics each way, or give both topics.naming SourcePrefix, or both Identity with direction TwoWay"
                .formatted(claim.flow(), wish.remote());
    return new TopicFailure(wish.source(), REASON, message);
  }
}
