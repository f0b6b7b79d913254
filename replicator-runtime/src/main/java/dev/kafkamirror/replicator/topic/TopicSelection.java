package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import java.util.Set;
import java.util.function.Predicate;

/** Which topics of the source are mirrored. */
public final class TopicSelection implements Predicate<String> {
  private final NameSelectors selectors;
  private final KafkaMirrorSpec spec;
  private final TopicNaming naming;
  private final Cycles cycles;
  private final boolean heartbeatsOnSource;

  /**
   * For names without a look at the source: of those that might go round, only topics with the
   * target's alias are known.
   *
   * @param spec with all defaults filled in
   */
  public TopicSelection(KafkaMirrorSpec spec, TopicNaming naming) {
    this(spec, naming, Set.of());
  }

  private TopicSelection(KafkaMirrorSpec spec, TopicNaming naming, Set<String> topics) {
    this.spec = spec;
    this.cycles = naming.cycles(topics);
    this.selectors = new NameSelectors(spec.topics().include(), spec.topics().exclude());
    this.naming = naming;
    this.heartbeatsOnSource =
        spec.heartbeats().state() == HeartbeatsSpec.State.Enabled
            && spec.heartbeats().writeTo() == HeartbeatsSpec.WriteTo.Source;
  }

  /** The same for a source that has these topics and no others. */
  TopicSelection among(Set<String> topics) {
    return new TopicSelection(spec, naming, topics);
  }

  @Override
  public boolean test(String topic) {
    // Those of clusters farther up as well: MirrorMaker 2's client counts hops by their names.
    boolean selected =
        (heartbeatsOnSource && naming.isHeartbeats(topic))
            || naming.isCanary(topic)
            || naming.selectedName(topic).filter(selectors).isPresent();
    return selected && !naming.isInternal(topic) && !cycles.contains(topic);
  }
}
