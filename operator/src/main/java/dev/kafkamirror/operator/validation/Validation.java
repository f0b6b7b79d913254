package dev.kafkamirror.operator.validation;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.NameSelector;
import dev.kafkamirror.api.v1alpha1.TopicOverride;
import dev.kafkamirror.operator.observe.Neighbour;
import dev.kafkamirror.operator.observe.Observation;
import dev.kafkamirror.operator.observe.SecretState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the API server's schema can't check. */
public final class Validation {
  private Validation() {}

  /**
   * The first problem of a mirror, empty when its spec can be carried out.
   *
   * @param self the mirror itself, in the same form as its neighbours
   */
  public static Optional<Problem> firstProblem(Neighbour self, Observation seen) {
    return invalidRegex(self.wanted())
        .or(() -> Conflicts.of(self, seen.neighbours()))
        .or(() -> missingSecret(self.wanted(), seen.secrets()));
  }

  /** A topic selector whose regular expression does not compile. */
  static Optional<Problem> invalidRegex(KafkaMirrorSpec spec) {
    return invalidRegex("spec.topics.include", spec.topics().include())
        .or(() -> invalidRegex("spec.topics.exclude", spec.topics().exclude()))
        .or(() -> invalidRegex("spec.topics.overrides", overridden(spec.topics().overrides())))
        .or(
            () ->
                spec.promotion() == null
                    ? Optional.empty()
                    : invalidRegex("spec.promotion.topics", spec.promotion().topics()));
  }

  private static List<NameSelector> overridden(List<TopicOverride> overrides) {
    return overrides == null ? null : overrides.stream().map(TopicOverride::selector).toList();
  }

  private static Optional<Problem> invalidRegex(String field, List<NameSelector> selectors) {
    if (selectors == null) {
      return Optional.empty();
    }
    for (int i = 0; i < selectors.size(); i++) {
      var pattern = selectors.get(i).pattern();
      if (pattern == null) {
        continue;
      }
      try {
        var _ = Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        return Optional.of(
            new Problem(
                Problem.Reason.InvalidRegex,
                "%s[%d].pattern \"%s\" is no regular expression: %s at index %d; mend it"
                    .formatted(field, i, pattern, e.getDescription(), e.getIndex())));
      }
    }
    return Optional.empty();
  }

  /** A Secret, or a key of one, that the spec refers to and that is not there. */
  static Optional<Problem> missingSecret(KafkaMirrorSpec spec, Map<String, SecretState> secrets) {
    for (var use : SecretUse.of(spec)) {
      var secret = secrets.get(use.secret());
      if (secret == null) {
        return Optional.of(
            new Problem(
                Problem.Reason.SecretNotFound,
                "Secret %s, which %s refers to, does not exist; create it with the key %s"
                    .formatted(use.secret(), use.field(), use.key())));
      }
      if (!secret.keys().contains(use.key())) {
        return Optional.of(
            new Problem(
                Problem.Reason.SecretKeyMissing,
                "Secret %s has no key %s, which %s refers to; it has %s"
                    .formatted(
                        use.secret(), use.key(), use.field(), new TreeSet<>(secret.keys()))));
      }
    }
    return Optional.empty();
  }
}
