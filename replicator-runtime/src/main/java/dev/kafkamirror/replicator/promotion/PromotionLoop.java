package dev.kafkamirror.replicator.promotion;

import dev.kafkamirror.api.replicator.ReplicatorStatus.Promotion;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.Fencing;
import dev.kafkamirror.api.v1alpha1.PromotionSpec;
import dev.kafkamirror.api.v1alpha1.PromotionSpec.Mode;
import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.RetryingThread;
import dev.kafkamirror.replicator.groups.FinalGroups;
import dev.kafkamirror.replicator.position.Ownership;
import dev.kafkamirror.replicator.position.PromotionRequest;
import dev.kafkamirror.replicator.position.Term;
import dev.kafkamirror.replicator.position.Terms;
import dev.kafkamirror.replicator.position.TurnPositions;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.MirroredTopic;
import dev.kafkamirror.replicator.topic.TopicDiscovery;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one request to end copying, in the leader's pod, from its construction to {@link
 * #close}. How far it has got is seen from the positions, so that a leader that comes after a lost
 * one goes on. Planned: everything copied, groups carried over, still everything copied; then the
 * end of the term is written down, and when no pod has any of the topics, that the request is done.
 * Immediate: the end of the term first, and groups as far as the source still answers.
 */
public final class PromotionLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PromotionLoop.class);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final int SOURCE_TIMEOUT_MS = 10_000;

  /** A source that is given up is not waited for any longer. */
  private static final int GONE_TIMEOUT_MS = 3_000;

  private static final long WITHIN_SECONDS = 20;

  private final FlowSettings settings;
  private final PromotionSpec request;
  private final TopicNaming naming;
  private final Scope scope;
  private final TurnPositions positions;
  private final Supplier<Optional<TopicDiscovery.Result>> found;
  private final Supplier<Fleet> fleet;
  private final Consumer<String> rebalance;
  private final LostOwners lostOwners;
  private final Clock clock;
  private final RetryingThread thread;
  private volatile Promotion state;

  /** Assignments that there were when the end of the term was seen first, -1 before that. */
  private int assignmentsAtEnd = -1;

  private String groups = "";

  /**
   * @param settings with a promotion
   * @param found topics that are copied, by the leader's last look; empty before one
   * @param fencing see {@code fence.Fence}
   * @param rebalance asks the group for another assignment, with the reason
   */
  public PromotionLoop(
      FlowSettings settings,
      TurnPositions positions,
      Supplier<Optional<TopicDiscovery.Result>> found,
      Supplier<Fleet> fleet,
      BiFunction<String, Set<TopicPartition>, CompletableFuture<Void>> fencing,
      Consumer<String> rebalance,
      Clock clock) {
    this.settings = settings;
    this.request = settings.spec().promotion();
    this.naming = TopicNaming.of(settings);
    this.scope = Scope.of(request, naming);
    this.positions = positions;
    this.found = found;
    this.fleet = fleet;
    this.rebalance = rebalance;
    this.lostOwners =
        new LostOwners(
            positions, fencing, settings.spec().delivery().fencing() == Fencing.Required);
    this.clock = clock;
    this.state = new Promotion(request.requestId(), "begins", null);
    this.thread =
        new RetryingThread(
            "promotion",
            this::run,
            e -> {
              if (e != null) {
                say(ClusterErrors.message(e));
              }
            });
    thread.start();
  }

  /** How far it has got. */
  public Promotion state() {
    return state;
  }

  private void say(String message) {
    state = new Promotion(request.requestId(), message, null);
  }

  private void run(RetryingThread self) throws Exception {
    do {
      step();
    } while (self.pause(PERIOD));
  }

  private void step() throws Exception {
    positions.readToEnd().get(WITHIN_SECONDS, TimeUnit.SECONDS);
    Optional<PromotionRequest> done =
        positions.promotion().filter(p -> p.id().equals(request.requestId()));
    if (done.isPresent()) {
      state =
          new Promotion(
              request.requestId(),
              done.get().message(),
              Instant.ofEpochMilli(done.get().completedMs()).toString());
    } else if (!hasEnded()) {
      if (request.mode() == Mode.Immediate || isReady()) {
        end();
      }
    } else if (isGivenUp()) {
      complete();
    }
  }

  /** Whether the end of the term is written down of every topic of the request. */
  private boolean hasEnded() {
    Terms terms = positions.terms();
    return scope.all()
        ? terms.promoted(Terms.ALL_TOPICS)
            && terms.of(Terms.ALL_TOPICS).orElseThrow().number() >= terms.latest()
        : topics().stream().allMatch(terms::promoted);
  }

  /** Topics of the request that the mirror copies, or has copied. */
  private Set<String> topics() {
    Set<String> topics = new HashSet<>();
    Stream.concat(
            positions.topics().stream(),
            found.get().stream().flatMap(r -> r.topics().stream()).map(MirroredTopic::source))
        .filter(scope)
        .forEach(topics::add);
    return topics;
  }

  private boolean isReady() throws ExecutionException, InterruptedException, TimeoutException {
    Optional<TopicDiscovery.Result> known = found.get();
    if (known.isEmpty()) {
      say("the source's topics are not known yet");
      return false;
    }
    try (Admin source = Clients.admin(settings.source(), "promotion-source", SOURCE_TIMEOUT_MS)) {
      Drain drain = new Drain(source, positions);
      Optional<String> missing = drain.missing(settings, known.get(), scope);
      if (missing.isEmpty()) {
        missing = carryGroupsOver(SOURCE_TIMEOUT_MS);
      }
      if (missing.isEmpty()) {
        // Whether the source is still written to.
        missing = drain.missing(settings, known.get(), scope);
      }
      missing.ifPresent(this::say);
      return missing.isEmpty();
    }
  }

  /** What keeps groups from being carried over, empty when nothing does. */
  private Optional<String> carryGroupsOver(int timeoutMs)
      throws ExecutionException, InterruptedException, TimeoutException {
    FinalGroups.Outcome outcome = FinalGroups.carryOver(settings, positions, clock, timeoutMs);
    groups = outcome.message();
    return outcome.failed() == 0 ? Optional.empty() : Optional.of(groups);
  }

  private void end() throws ExecutionException, InterruptedException, TimeoutException {
    Terms terms = positions.terms();
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    if (scope.all()) {
      Term last = new Term(Math.max(1, terms.latest()), true);
      writes.add(positions.writeSurely(Terms.ALL_TOPICS, last));
    } else {
      for (String topic : topics()) {
        Term last = terms.of(topic).map(Term::end).orElse(new Term(1, true));
        writes.add(positions.writeSurely(topic, last));
      }
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new))
        .get(WITHIN_SECONDS, TimeUnit.SECONDS);
    LOG.atInfo()
        .addKeyValue("request", request.requestId())
        .addKeyValue("mode", request.mode())
        .log("Topics are promoted: they are not copied any more");
    say("pods give the topics up");
  }

  /**
   * Whether no pod has any of the topics, and none can get one any more. Members tell what they
   * have when work is given out; what they tell the first time after the end of the term may have
   * been given to them before it.
   */
  private boolean isGivenUp() throws ExecutionException, InterruptedException, TimeoutException {
    Fleet now = fleet.get();
    if (assignmentsAtEnd < 0 || now.assignments() < assignmentsAtEnd) {
      assignmentsAtEnd = now.assignments();
    }
    if (now.assignments() < assignmentsAtEnd + 2
        || now.claimed().stream().anyMatch(p -> scope.test(p.topic()))) {
      rebalance.accept("topics were promoted");
      return false;
    }
    Map<TopicPartition, Ownership> held = new HashMap<>();
    Map<TopicPartition, Ownership> lost = new HashMap<>();
    positions
        .owners()
        .forEach(
            (partition, owner) -> {
              if (scope.test(partition.topic()) && owner.releasedIn() == Ownership.NOT_RELEASED) {
                (now.members().contains(owner.owner()) ? held : lost).put(partition, owner);
              }
            });
    if (!lost.isEmpty()) {
      lostOwners.giveUp(lost, naming);
    }
    if (!held.isEmpty()) {
      say("%d partitions are being given up".formatted(held.size()));
    }
    return held.isEmpty() && lost.isEmpty();
  }

  private void complete() throws ExecutionException, InterruptedException, TimeoutException {
    if (request.mode() == Mode.Immediate) {
      try {
        var _ = carryGroupsOver(GONE_TIMEOUT_MS);
      } catch (ExecutionException | TimeoutException e) {
        groups =
            "groups go on where they were carried over last, because the source does not answer: "
                + ClusterErrors.message(e);
      }
    }
    String what = request.mode() == Mode.Planned ? "all records are on the target" : "at once";
    String message = groups.isEmpty() ? what : what + "; " + groups;
    positions
        .writeSurely(new PromotionRequest(request.requestId(), clock.millis(), message))
        .get(WITHIN_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.close();
  }
}
