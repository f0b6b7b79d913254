package dev.kafkamirror.operator.validation;

import dev.kafkamirror.api.v1alpha1.HeartbeatsSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.api.v1alpha1.NamingSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names of the topics that a mirror may write on its target, whatever its source holds.
 *
 * @param include selectors of remote names
 * @param exclude selectors of remote names that are left out
 * @param heartbeats what heartbeats are called that are written to the source and mirrored whatever
 *     the selectors say; empty when none are
 */
record RemoteTopics(
    List<RemoteSelector> include, List<RemoteSelector> exclude, Optional<String> heartbeats) {

  /**
   * None where a class of the user's names them: only the pods know, and leave alone what others
   * have.
   */
  static RemoteTopics of(KafkaMirrorSpec spec) {
    if (spec.plugins() != null && spec.plugins().replicationPolicy() != null) {
      return new RemoteTopics(List.of(), List.of(), Optional.empty());
    }
    var naming = isHome(spec) ? "" : prefix(spec);
    return new RemoteTopics(
        selectors(naming, spec.topics().include()),
        selectors(naming, spec.topics().exclude()),
        heartbeats(spec));
  }

  private static Optional<String> heartbeats(KafkaMirrorSpec spec) {
    var heartbeats = spec.heartbeats();
    var mirrored =
        heartbeats != null
            && heartbeats.state() != HeartbeatsSpec.State.Disabled
            && heartbeats.writeTo() == HeartbeatsSpec.WriteTo.Source;
    var separator = policy(spec) == NamingSpec.Policy.SourcePrefix ? separator(spec) : ".";
    return mirrored
        ? Optional.of(spec.source().alias() + separator + "heartbeats")
        : Optional.empty();
  }

  /** The names that a mirror selects at its source. */
  static RemoteTopics selected(KafkaMirrorSpec spec) {
    var naming = isHome(spec) ? homePrefix(spec) : "";
    return new RemoteTopics(
        selectors(naming, spec.topics().include()),
        selectors(naming, spec.topics().exclude()),
        Optional.empty());
  }

  /** Whether the names say which cluster the topics come from. */
  static boolean tellSource(KafkaMirrorSpec spec) {
    return policy(spec) == NamingSpec.Policy.SourcePrefix;
  }

  /** Whether the mirror copies nothing that mirrors have written, and lets others write. */
  static boolean twoWay(KafkaMirrorSpec spec) {
    var naming = spec.topics().naming();
    return naming != null && naming.direction() == NamingSpec.Direction.TwoWay;
  }

  /** Whether topics are selected by the names that they have at home, where they are copied to. */
  private static boolean isHome(KafkaMirrorSpec spec) {
    var naming = spec.topics().naming();
    return naming != null && naming.direction() == NamingSpec.Direction.Home;
  }

  private static String homePrefix(KafkaMirrorSpec spec) {
    return policy(spec) == NamingSpec.Policy.SourcePrefix
        ? spec.target().alias() + separator(spec)
        : prefix(spec);
  }

  private static NamingSpec.Policy policy(KafkaMirrorSpec spec) {
    var naming = spec.topics().naming();
    return naming == null || naming.policy() == null
        ? NamingSpec.Policy.SourcePrefix
        : naming.policy();
  }

  /**
   * What both mirrors may write, in words; empty when no name can be written by both. Where regular
   * expressions can't be compared, they are taken to overlap unless the literal text that they
   * begin with differs, or an exclude takes out what one of them includes.
   */
  Optional<String> overlap(RemoteTopics other) {
    for (var mine : include) {
      for (var theirs : other.include) {
        if (mine.mayMeet(theirs) && !excluded(mine, theirs) && !other.excluded(mine, theirs)) {
          return Optional.of(describe(mine, theirs));
        }
      }
    }
    return Optional.empty();
  }

  /** The remote topic of heartbeats, if both mirrors write it. */
  Optional<String> sharedHeartbeats(RemoteTopics other) {
    return heartbeats
        .filter(topic -> other.heartbeats.equals(heartbeats) || other.selects(topic))
        .or(() -> other.heartbeats.filter(this::selects));
  }

  private boolean selects(String remote) {
    return include.stream().anyMatch(selector -> selector.selects(remote))
        && exclude.stream().noneMatch(selector -> selector.selects(remote));
  }

  /** Whether an exclude of this mirror takes out all that the two selectors have in common. */
  private boolean excluded(RemoteSelector one, RemoteSelector two) {
    return exclude.stream().anyMatch(out -> out.covers(one) || out.covers(two));
  }

  private static String describe(RemoteSelector one, RemoteSelector two) {
    return one.equals(two) ? one + " too" : one + " as well, by " + two;
  }

  private static String prefix(KafkaMirrorSpec spec) {
    var naming = spec.topics().naming();
    return switch (policy(spec)) {
      case SourcePrefix -> spec.source().alias() + separator(spec);
      case Identity -> "";
      case CustomPrefix -> naming.prefix();
    };
  }

  private static String separator(KafkaMirrorSpec spec) {
    var naming = spec.topics().naming();
    return naming == null ? "." : Objects.requireNonNullElse(naming.separator(), ".");
  }

  private static List<RemoteSelector> selectors(String naming, List<NameSelector> selectors) {
    return selectors == null
        ? List.of()
        : selectors.stream().flatMap(selector -> selector(naming, selector)).toList();
  }

  private static Stream<RemoteSelector> selector(String naming, NameSelector selector) {
    if (selector.name() != null) {
      return Stream.of(new RemoteSelector.Literal(naming + selector.name()));
    }
    if (selector.prefix() != null) {
      return Stream.of(new RemoteSelector.Prefix(naming + selector.prefix()));
    }
    return RemoteSelector.Expression.compile(naming, selector.pattern()).stream();
  }
}
