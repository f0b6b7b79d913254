package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.TopicsSpec;
import dev.kafkamirror.replicator.settings.FlowSettings;
import java.util.Set;
import java.util.function.Predicate;

/** Which topics of the source are mirrored. */
public final class TopicSelection implements Predicate<String> {
  private final FlowSettings flow;
  private final Predicate<String> selectors;
  private final TopicNaming naming;
  private final Predicate<String> cycles;
  private final boolean heartbeatsOnSource;

  /**
   * For names without a look at the source: of those that might go round, only topics with the
   * target's alias are known.
   */
  public TopicSelection(FlowSettings flow) {
    this(flow, Set.of());
  }

  private TopicSelection(FlowSettings flow, Set<String> topics) {
    KafkaMirrorSpec spec = flow.spec();
    this.flow = flow;
    this.naming = TopicNaming.of(flow);
    this.cycles = naming.cycles(topics);
    this.selectors = selectors(flow);
    this.heartbeatsOnSource =
        spec.heartbeats().state() == HeartbeatsSpec.State.Enabled
            && spec.heartbeats().writeTo() == HeartbeatsSpec.WriteTo.Source;
  }

  /** What the user selects by name, whatever the topics are. */
  public static Predicate<String> selectors(FlowSettings flow) {
    TopicsSpec spec = flow.spec().topics();
    return new NameSelectors(spec.include(), spec.exclude()).and(flow.plugins().topics());
  }

  /** The same for a source that has these topics and no others. */
  TopicSelection among(Set<String> topics) {
    return new TopicSelection(flow, topics);
  }

  @Override
  public boolean test(String topic) {
    // Those of clusters farther up as well: MirrorMaker 2's client counts hops by their names.
    boolean selected =
        (heartbeatsOnSource && naming.isHeartbeats(topic))
            || naming.isCanary(topic)
            || naming.selectedName(topic).filter(selectors).isPresent();
    return selected && !naming.isInternal(topic) && !cycles.test(topic);
  }
}
