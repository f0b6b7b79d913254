package dev.kafkamirror.replicator.topic;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells by their names which topics of the source must not be mirrored because their records would
 * go round for ever. MirrorMaker 2 (4.4, KAFKA-9914) refuses a name as soon as one of its parts is
 * the alias of the target or of the source, also {@code orders.west.v1} that nobody has mirrored.
 * Here parts behind the first one, and the source's own alias, count only where topics of the
 * source show that somebody mirrors into it under the first part's alias.
 */
final class Cycles implements Predicate<String> {
  private static final String POSITIONS = "mm2-positions.";
  private static final String INTERNAL = ".internal";

  private final BuiltInNames naming;
  private final String source;
  private final String target;

  /** Begins of names behind which stands a topic that was mirrored into the source. */
  private final Set<String> mirroredFrom = new HashSet<>();

  Cycles(BuiltInNames naming, String sourceAlias, String targetAlias, Set<String> topics) {
    this.naming = naming;
    this.source = sourceAlias + naming.separator();
    this.target = targetAlias + naming.separator();
    topics.forEach(this::takeTraces);
  }

  /** What mirrors leave on their target, this engine's before it makes the first remote topic. */
  private void takeTraces(String topic) {
    String separator = naming.separator();
    take(topic, separator + TopicNaming.HEARTBEATS);
    take(topic, separator + "checkpoints" + separator + "internal");
    take(topic, ".checkpoints.internal");
    if (topic.startsWith(POSITIONS) && topic.endsWith(INTERNAL)) {
      // Positions are those of <alias>.<namespace>.<name> or <alias>.<name>; either may have dots.
      String flow = topic.substring(POSITIONS.length(), topic.length() - INTERNAL.length());
      for (int dot = flow.indexOf('.'); dot >= 0; dot = flow.indexOf('.', dot + 1)) {
        mirroredFrom.add(flow.substring(0, dot) + separator);
      }
    }
  }

  private void take(String topic, String ending) {
    if (topic.endsWith(ending) && topic.length() > ending.length()) {
      mirroredFrom.add(topic.substring(0, topic.length() - ending.length()) + naming.separator());
    }
  }

  /**
   * Whether the topic came from the target, or from the source itself, on any hop. Only names with
   * a source prefix can tell: under another policy only those of heartbeats do.
   */
  @Override
  public boolean test(String topic) {
    if (naming.isHeartbeats(topic)) {
      return hasHop(topic);
    }
    // Those that go home do not go round: each is copied one way at a time.
    return naming.tellsSource()
        && !naming.isHome()
        && (topic.startsWith(target) || (wasMirrored(topic) && hasHop(topic)));
  }

  private boolean wasMirrored(String topic) {
    String separator = naming.separator();
    for (int at = topic.indexOf(separator); at >= 0; at = topic.indexOf(separator, at + 1)) {
      if (mirroredFrom.contains(topic.substring(0, at + separator.length()))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasHop(String topic) {
    String hops = naming.separator() + topic;
    return hops.contains(naming.separator() + target) || hops.contains(naming.separator() + source);
  }
}
