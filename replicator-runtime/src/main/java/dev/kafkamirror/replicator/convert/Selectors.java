package dev.kafkamirror.replicator.convert;

import dev.kafkamirror.api.v1alpha1.NameSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MirrorMaker 2's lists of regular expressions as selectors that select the same names, plain names
 * and prefixes where an expression is nothing more.
 */
final class Selectors {
  private static final String LITERAL = "(?:[A-Za-z0-9_-]|\\\\[._-])+";
  private static final Pattern NAME = Pattern.compile("(" + LITERAL + ")");
  private static final Pattern PREFIX = Pattern.compile("(" + LITERAL + ")\\.\\*");

  private Selectors() {}

  /**
   * @param expressions regular expressions, any of which selects a name that it matches as a whole
   */
  static List<NameSelector> of(List<String> expressions) {
    return expressions.stream()
        .flatMap(expression -> alternatives(expression).stream())
        .map(Selectors::selector)
        .distinct()
        .toList();
  }

  private static NameSelector selector(String expression) {
    Matcher name = NAME.matcher(expression);
    if (name.matches()) {
      return new NameSelector(plain(expression), null, null);
    }
    Matcher prefix = PREFIX.matcher(expression);
    if (prefix.matches()) {
      return new NameSelector(null, plain(prefix.group(1)), null);
    }
    return new NameSelector(null, null, expression);
  }

  private static String plain(String literal) {
    return literal.replace("\\", "");
  }

  /** What stands between the bars that belong to no group; flags may reach over bars. */
  private static List<String> alternatives(String expression) {
    if (expression.contains("\\Q") || expression.contains("(?")) {
      return List.of(expression);
    }
    List<String> all = new ArrayList<>();
    int groups = 0;
    boolean inBrackets = false;
    int from = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[' && inBrackets) {
        return List.of(expression);
      } else if (c == '[' || inBrackets) {
        inBrackets = c != ']';
      } else if (c == '(' || c == ')') {
        groups += c == '(' ? 1 : -1;
      } else if (c == '|' && groups == 0) {
        all.add(expression.substring(from, i));
        from = i + 1;
      }
    }
    all.add(expression.substring(from));
    return all.stream().noneMatch(String::isEmpty) ? all : List.of(expression);
  }
}
