package dev.kafkamirror.replicator.topic;

import dev.kafkamirror.api.v1alpha1.NameSelector;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Include and exclude lists of names. Exclude wins; nothing is matched by an empty include list.
 */
public final class NameSelectors implements Predicate<String> {
  private final List<Predicate<String>> include;
  private final List<Predicate<String>> exclude;

  /**
   * @throws java.util.regex.PatternSyntaxException when a pattern is not a regular expression
   */
  public NameSelectors(List<NameSelector> include, List<NameSelector> exclude) {
    this.include = include.stream().map(NameSelectors::predicate).toList();
    this.exclude = exclude.stream().map(NameSelectors::predicate).toList();
  }

  @Override
  public boolean test(String name) {
    return include.stream().anyMatch(p -> p.test(name))
        && exclude.stream().noneMatch(p -> p.test(name));
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
