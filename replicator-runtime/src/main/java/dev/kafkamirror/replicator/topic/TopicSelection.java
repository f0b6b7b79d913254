package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import java.util.function.Predicate;

/** Which topics of the source are mirrored. */
public final class TopicSelection implements Predicate<String> {
  private final NameSelectors selectors;
  private final TopicNaming naming;
  private final boolean heartbeatsOnSource;

  /**
   * @param spec with all defaults filled in
   */
  public TopicSelection(KafkaMirrorSpec spec, TopicNaming naming) {
    this.selectors = new NameSelectors(spec.topics().include(), spec.topics().exclude());
    this.naming = naming;
    this.heartbeatsOnSource =
        spec.heartbeats().state() == HeartbeatsSpec.State.Enabled
            && spec.heartbeats().writeTo() == HeartbeatsSpec.WriteTo.Source;
  }

  @Override
  public boolean test(String topic) {
    // Those of clusters farther up as well: MirrorMaker 2's client counts hops by their names.
    boolean selected = (heartbeatsOnSource && naming.isHeartbeats(topic)) || selectors.test(topic);
    return selected && !naming.isInternal(topic) && !naming.cameFromTarget(topic);
  }
}
