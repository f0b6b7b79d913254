package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.NameSelector;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Include and exclude lists of names. Exclude wins; nothing is matched by an empty include list.
 */
public final class NameSelectors implements Predicate<String> {
  private final List<NameSelector> included;
  private final List<NameSelector> excluded;
  private final List<Predicate<String>> include;
  private final List<Predicate<String>> exclude;

  /**
   * @throws java.util.regex.PatternSyntaxException when a pattern is not a regular expression
   */
  public NameSelectors(List<NameSelector> include, List<NameSelector> exclude) {
    this.included = List.copyOf(include);
    this.excluded = List.copyOf(exclude);
    this.include = include.stream().map(NameSelectors::predicate).toList();
    this.exclude = exclude.stream().map(NameSelectors::predicate).toList();
  }

  @Override
  public boolean test(String name) {
    return include.stream().anyMatch(p -> p.test(name))
        && exclude.stream().noneMatch(p -> p.test(name));
  }

  /** Whether every name that begins so is included; what is excluded is not looked at. */
  public boolean includesAll(String prefix) {
    return included.stream()
        .anyMatch(
            selector ->
                (selector.prefix() != null && prefix.startsWith(selector.prefix()))
                    || ".*".equals(selector.pattern()));
  }

  /** Whether names that begin so may be included: of patterns nothing else is known. */
  public boolean mayInclude(String prefix) {
    return included.stream().anyMatch(selector -> mayMatch(selector, prefix));
  }

  /** Whether names that begin so may be excluded: of patterns nothing else is known. */
  public boolean mayExclude(String prefix) {
    return excluded.stream().anyMatch(selector -> mayMatch(selector, prefix));
  }

  private static boolean mayMatch(NameSelector selector, String prefix) {
    if (selector.name() != null) {
      return selector.name().startsWith(prefix);
    }
    return selector.prefix() == null
        || selector.prefix().startsWith(prefix)
        || prefix.startsWith(selector.prefix());
  }

  private static Predicate<String> predicate(NameSelector selector) {
    if (selector.name() != null) {
      return selector.name()::equals;
    }
    if (selector.prefix() != null) {
      return name -> name.startsWith(selector.prefix());
    }
    return Pattern.compile(selector.pattern()).asMatchPredicate();
  }
}
