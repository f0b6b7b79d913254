package dev.kafkamirror.replicator.policy;

import dev.kafkamirror.api.v1alpha1.DeliverySpec;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.Fencing;
import dev.kafkamirror.api.v1alpha1.DeliverySpec.OnRecordError;
import dev.kafkamirror.api.v1alpha1.IsolationLevel;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.StartFrom;
import dev.kafkamirror.api.v1alpha1.TopicOverride;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnDataLoss;
import dev.kafkamirror.api.v1alpha1.TopicsSpec.OnSourceRecreate;
import dev.kafkamirror.replicator.topic.NameSelectors;
import java.util.List;

/**
 * What the spec says about copying. Tasks take another one up while they run.
 *
 * @param rack of this process, to fetch from the nearest replica; empty for none
 * @param bytesPerSecond the most that a task copies, null for no limit
 * @param topics what is different for some topics, the first that selects a topic counts
 */
public record CopyPolicy(
    IsolationLevel isolation,
    String rack,
    OnDataLoss onDataLoss,
    OnSourceRecreate onSourceRecreate,
    DeliverySpec delivery,
    Long bytesPerSecond,
    TopicPolicy otherTopics,
    List<Selected> topics) {

  /** A policy for those topics that are selected. */
  public record Selected(NameSelectors selector, TopicPolicy policy) {}

  /** The defaults of every field. */
  public static final CopyPolicy DEFAULT =
      new CopyPolicy(
          IsolationLevel.ReadCommitted,
          "",
          OnDataLoss.Fail,
          OnSourceRecreate.Fail,
          new DeliverySpec(Fencing.Preferred, OnRecordError.Fail, null),
          null,
          new TopicPolicy(new StartFrom(StartFrom.Position.Earliest, null), 0, null),
          List.of());

  /**
   * @param spec with all defaults filled in
   * @param tasks of the whole flow, which share its limit evenly
   */
  public static CopyPolicy of(KafkaMirrorSpec spec, int tasks) {
    Long limit = spec.throttle().bytesPerSecond();
    return new CopyPolicy(
        spec.topics().isolation(),
        spec.source().rack() == null ? "" : spec.source().rack().id(),
        spec.topics().onDataLoss(),
        spec.topics().onSourceRecreate(),
        spec.delivery(),
        limit == null ? null : Long.valueOf(Math.max(1, limit / Math.max(1, tasks))),
        new TopicPolicy(spec.topics().startFrom(), 0, null),
        spec.topics().overrides().stream().map(o -> selected(o, spec)).toList());
  }

  private static Selected selected(TopicOverride override, KafkaMirrorSpec spec) {
    StartFrom startFrom =
        override.startFrom() == null ? spec.topics().startFrom() : override.startFrom();
    return new Selected(
        new NameSelectors(List.of(override.selector()), List.of()),
        new TopicPolicy(startFrom, override.priority(), override.throttleBytesPerSecond()));
  }

  /** What counts for a topic of the source. */
  public TopicPolicy topic(String name) {
    return topics.stream()
        .filter(selected -> selected.selector().test(name))
        .findFirst()
        .map(Selected::policy)
        .orElse(otherTopics);
  }

  /** Whether topics have limits of their own. */
  public boolean limitsTopics() {
    return topics.stream().anyMatch(selected -> selected.policy().bytesPerSecond() != null);
  }

  /** Whether to go on without what the source has lost. */
  public boolean continuesAfterLoss() {
    return onDataLoss == OnDataLoss.Continue;
  }
}
