package dev.kafkamirror.replicator.promotion;

import dev.kafkamirror.api.v1alpha1.PromotionSpec;
import dev.kafkamirror.replicator.topic.NameSelectors;
import dev.kafkamirror.replicator.topic.TopicNaming;
import java.util.List;
import java.util.function.Predicate;

/** The topics of the source that a request is about; never those that only show the path. */
record Scope(boolean all, Predicate<String> selected, TopicNaming naming)
    implements Predicate<String> {

  static Scope of(PromotionSpec spec, TopicNaming naming) {
    boolean all = spec.topics() == null || spec.topics().isEmpty();
    return new Scope(all, all ? _ -> true : new NameSelectors(spec.topics(), List.of()), naming);
  }

  @Override
  public boolean test(String topic) {
    return !naming.isHeartbeats(topic)
        && !naming.isCanary(topic)
        && naming.selectedName(topic).filter(selected).isPresent();
  }
}
