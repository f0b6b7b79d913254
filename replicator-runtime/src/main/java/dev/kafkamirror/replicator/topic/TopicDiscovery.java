package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.RemoteTopicOwners.Wish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Finds the topics to mirror and brings their remote topics about, one round at a time. The target
 * is asked for its topics only when the source's have changed, something is missing, or every
 * {@value #ROUNDS_PER_TARGET_READING} rounds.
 */
public final class TopicDiscovery {
  private static final int ROUNDS_PER_TARGET_READING = 10;

  /**
   * What one round found.
   *
   * @param matched source topics that the selection matches
   * @param partitions their partitions
   * @param failures topics that should be copied and can't be
   * @param changed whether remote topics were created or grown, so that another round is due
   * @param waiting topics that both sides have and that it is not the mirror's turn to copy; they
   *     are not among those that match
   */
  public record Result(
      List<MirroredTopic> topics,
      int matched,
      int partitions,
      List<TopicFailure> failures,
      boolean changed,
      List<MirroredTopic> waiting) {

    /** Without some of the topics, which wait, with the reasons why. */
    public Result without(Predicate<MirroredTopic> held, List<TopicFailure> why) {
      return new Result(
          topics.stream().filter(held.negate()).toList(),
          matched,
          partitions,
          Stream.concat(failures.stream(), why.stream()).toList(),
          changed,
          waiting);
    }

    /** The same with fewer topics that can be copied; others are on their way. */
    public Result of(List<MirroredTopic> copyable) {
      boolean fewer = copyable.size() < topics.size();
      return new Result(copyable, matched, partitions, failures, changed || fewer, waiting);
    }
  }

  private final Admin source;
  private final Admin target;
  private final RemoteTopics remoteTopics;
  private final RemoteTopicOwners owners;
  private Map<String, KnownTopic> lastSource = Map.of();
  private TopicDescriptions.Result lastTarget = new TopicDescriptions.Result(Map.of(), List.of());
  private int rounds;

  /**
   * @param owners says which remote topics are another mirror's
   */
  public TopicDiscovery(Admin source, Admin target, RemoteTopicOwners owners) {
    this.source = source;
    this.target = target;
    this.remoteTopics = new RemoteTopics(source, target);
    this.owners = owners;
  }

  /**
   * One round.
   *
   * @param turn which topics of the source it is the mirror's turn to copy; nothing is done about
   *     the others
   * @throws Exception when a cluster cannot be asked; nothing is known then
   */
  public Result round(FlowSettings flow, Predicate<String> turn) throws Exception {
    TopicNaming naming = TopicNaming.of(flow);
    TopicDescriptions.Result found = TopicDescriptions.selected(source, new TopicSelection(flow));
    TopicPlan all = plan(found.topics(), naming);
    TopicPlan ours = all.only(turn);
    List<TopicFailure> owned = owners.refused(wishes(ours, found.topics()), naming);
    TopicPlan plan = ours.without(owned);
    List<TopicFailure> failures = new ArrayList<>();
    Stream.concat(found.failures().stream(), lastTarget.failures().stream())
        .filter(failure -> turn.test(failure.topic()))
        .forEach(failures::add);
    failures.addAll(plan.collisions());
    failures.addAll(owned);
    List<TopicFailure> refused = new ArrayList<>();
    if (!plan.create().isEmpty()) {
      refused.addAll(remoteTopics.create(plan.create(), flow));
    }
    if (!plan.grow().isEmpty()) {
      refused.addAll(remoteTopics.grow(plan.grow()));
    }
    failures.addAll(refused);
    boolean changed = plan.create().size() + plan.grow().size() > refused.size();
    List<KnownTopic> matched =
        found.topics().values().stream().filter(topic -> turn.test(topic.name())).toList();
    return new Result(
        plan.mirrored(),
        matched.size() + found.failures().size(),
        matched.stream().mapToInt(KnownTopic::partitions).sum(),
        List.copyOf(failures),
        changed,
        all.mirrored().stream().filter(topic -> !turn.test(topic.source())).toList());
  }

  private static List<Wish> wishes(TopicPlan plan, Map<String, KnownTopic> found) {
    return Stream.concat(
            plan.mirrored().stream()
                .map(
                    t -> new Wish(t.source(), t.sourceId(), t.remote(), Optional.of(t.remoteId()))),
            plan.create().stream()
                .map(
                    t ->
                        new Wish(
                            t.source(), found.get(t.source()).id(), t.remote(), Optional.empty())))
        .toList();
  }

  private TopicPlan plan(Map<String, KnownTopic> found, TopicNaming naming)
      throws ExecutionException, InterruptedException {
    TopicPlan plan = TopicPlan.of(found.values(), lastTarget.topics(), naming);
    boolean lacking = !plan.create().isEmpty() || !plan.grow().isEmpty();
    if (lacking || !found.equals(lastSource) || rounds++ % ROUNDS_PER_TARGET_READING == 0) {
      Set<String> remoteNames = new HashSet<>();
      found.keySet().forEach(name -> remoteNames.add(naming.remoteName(name)));
      lastTarget = TopicDescriptions.read(target, remoteNames::contains);
      lastSource = found;
      plan = TopicPlan.of(found.values(), lastTarget.topics(), naming);
    }
    return plan;
  }
}
