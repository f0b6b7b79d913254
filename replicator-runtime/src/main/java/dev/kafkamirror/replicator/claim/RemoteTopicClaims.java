package dev.kafkamirror.replicator.claim;

import static java.util.stream.Collectors.groupingBy;

import dev.kafkamirror.replicator.claim.TopicClaim.State;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.RemoteTopicOwners;
import dev.kafkamirror.replicator.topic.TopicFailure;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;

/**
 * Claims remote topics for a flow. Each is announced first; then the claims of others are read, and
 * it is the flow's if there is none. Of two flows that announce the same at once, the one that
 * reads last sees the other's: never do both go on. Who sees another's claim withdraws its own and
 * tries again later. A new leader looks again also at what the flow has already, because others may
 * take what a flow without pods has.
 */
public final class RemoteTopicClaims implements RemoteTopicOwners {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private final FlowSettings settings;
  private final ClaimTopics source;
  private final ClaimTopics target;
  private final Predicate<String> begun;
  private final LongSupplier nanoTime;

  /** The flow's claims by remote topic, null until they are read. */
  private Map<String, TopicClaim> own;

  /** Remote topics that this leader has seen to be the flow's. */
  private final Set<String> confirmed = new HashSet<>();

  /** What was refused in the last look, by remote topic. */
  private Map<String, TopicFailure> refused = Map.of();

  private long lookedAt;

  /**
   * Of one leader with these clients.
   *
   * @param begun whether the flow has positions of a source topic
   * @param nanoTime monotonic clock
   */
  public RemoteTopicClaims(
      FlowSettings settings,
      Admin source,
      Admin target,
      Predicate<String> begun,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.source = new ClaimTopics(source, settings.source(), "source");
    this.target = new ClaimTopics(target, settings.target(), "target");
    this.begun = begun;
    this.nanoTime = nanoTime;
  }

  @Override
  public List<TopicFailure> refused(List<Wish> wishes, TopicNaming naming)
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    if (own == null) {
      int replicationFactor = settings.spec().topics().replicationFactor();
      own = byRemote(target.open(settings.flow(), replicationFactor));
    }
    leave(wishes);
    List<Wish> open = wishes.stream().filter(wish -> !isGranted(wish)).toList();
    boolean known = open.stream().allMatch(wish -> refused.containsKey(wish.remote()));
    boolean lately = nanoTime.getAsLong() - lookedAt < BETWEEN_LOOKS.toNanos();
    if (!open.isEmpty() && !(known && lately)) {
      refused = look(open, naming);
      lookedAt = nanoTime.getAsLong();
    }
    return open.stream()
        .filter(wish -> refused.containsKey(wish.remote()))
        .map(wish -> refused.get(wish.remote()))
        .toList();
  }

  private static Map<String, TopicClaim> byRemote(Collection<TopicClaim> claims) {
    Map<String, TopicClaim> byRemote = new HashMap<>();
    claims.forEach(claim -> byRemote.put(claim.remote(), claim));
    return byRemote;
  }

  private boolean isGranted(Wish wish) {
    return confirmed.contains(wish.remote()) && isClaimed(wish);
  }

  private boolean isClaimed(Wish wish) {
    TopicClaim claim = own.get(wish.remote());
    return claim != null && claim.grants(wish);
  }

  /** Says of what the flow writes no more that others may have it. */
  private void leave(List<Wish> wishes)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> wished = new HashSet<>();
    wishes.forEach(wish -> wished.add(wish.remote()));
    List<TopicClaim> left =
        own.values().stream()
            .filter(claim -> claim.state() != State.Left && !wished.contains(claim.remote()))
            .map(TopicClaim::left)
            .toList();
    write(left);
  }

  private Map<String, TopicFailure> look(List<Wish> open, TopicNaming naming)
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    Map<String, TopicFailure> failures = new HashMap<>(refusals(open, naming));
    List<Wish> fresh = without(failures, open).stream().filter(w -> !isClaimed(w)).toList();
    if (!fresh.isEmpty()) {
      write(claims(fresh, naming, State.Pending));
      failures.putAll(refusals(fresh, naming));
      write(claims(without(failures, fresh), naming, State.Held));
    }
    without(failures, open).forEach(wish -> confirmed.add(wish.remote()));
    List<String> withdrawn = failures.keySet().stream().filter(own::containsKey).toList();
    target.withdraw(settings.flow(), withdrawn);
    withdrawn.forEach(own::remove);
    return failures;
  }

  private static List<Wish> without(Map<String, TopicFailure> failures, List<Wish> wishes) {
    return wishes.stream().filter(wish -> !failures.containsKey(wish.remote())).toList();
  }

  private List<TopicClaim> claims(List<Wish> wishes, TopicNaming naming, State state) {
    return wishes.stream()
        .map(wish -> TopicClaim.of(settings.flow(), wish, naming.isTwoWay(), state))
        .toList();
  }

  private void write(List<TopicClaim> claims)
      throws ExecutionException, InterruptedException, TimeoutException {
    target.write(settings.flow(), claims);
    own.putAll(byRemote(claims));
  }

  /** The flow that this one takes turns with: never do both copy a topic. */
  private boolean isOtherDirection(String flow) {
    return settings.reverseFlow().filter(flow::equals).isPresent();
  }

  private Map<String, TopicFailure> refusals(List<Wish> wishes, TopicNaming naming)
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    Map<String, List<TopicClaim>> onTarget =
        target.readLiving(flow -> !flow.equals(settings.flow())).stream()
            .collect(groupingBy(TopicClaim::remote));
    Map<String, List<TopicClaim>> onSource =
        naming.tellsSource()
            ? Map.of()
            : source.readLiving(flow -> !isOtherDirection(flow)).stream()
                .collect(groupingBy(TopicClaim::remote));
    Map<String, TopicFailure> refusals = new HashMap<>();
    for (Wish wish : wishes) {
      ClaimRules.refusal(
              wish,
              naming.isTwoWay(),
              onTarget.getOrDefault(wish.remote(), List.of()),
              onSource.getOrDefault(wish.source(), List.of()),
              topic -> naming.isHeartbeats(topic) || begun.test(topic))
          .ifPresent(failure -> refusals.put(wish.remote(), failure));
    }
    return refusals;
  }
}
