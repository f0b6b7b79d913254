package dev.kafkamirror.operator.validation;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A topic selector in terms of remote names: the naming's prefix stands before it. */
sealed interface RemoteSelector {

  /** What every name that this selects begins with. */
  String beginning();

  boolean selects(String name);

  /**
   * Whether a name may exist that both select; sure only where one is a name or both are prefixes.
   */
  default boolean mayMeet(RemoteSelector other) {
    if (this instanceof Literal(String name)) {
      return other.selects(name);
    }
    if (other instanceof Literal(String name)) {
      return selects(name);
    }
    return beginning().startsWith(other.beginning()) || other.beginning().startsWith(beginning());
  }

  /** Whether this surely selects everything that the other does. */
  default boolean covers(RemoteSelector other) {
    return equals(other)
        || (this instanceof Prefix(String prefix) && other.beginning().startsWith(prefix))
        || (other instanceof Literal(String name) && selects(name));
  }

  /** One name. */
  record Literal(String name) implements RemoteSelector {
    @Override
    public String beginning() {
      return name;
    }

    @Override
    public boolean selects(String other) {
      return name.equals(other);
    }

    @Override
    public String toString() {
      return "topic " + name;
    }
  }

  /** Every name with a beginning. */
  record Prefix(String beginning) implements RemoteSelector {
    @Override
    public boolean selects(String name) {
      return name.startsWith(beginning);
    }

    @Override
    public String toString() {
      return "topics " + beginning + "*";
    }
  }

  /**
   * Every name that begins with the naming's prefix and whose rest matches.
   *
   * @param regex regular expression of the source's names
   */
  record Expression(String naming, String regex) implements RemoteSelector {

    /** Empty when it does not compile: such a selector selects nothing. */
    static Optional<RemoteSelector> compile(String naming, String regex) {
      try {
        var _ = Pattern.compile(regex);
        return Optional.of(new Expression(naming, regex));
      } catch (PatternSyntaxException e) {
        return Optional.empty();
      }
    }

    @Override
    public String beginning() {
      return naming + literalBeginning(regex);
    }

    @Override
    public boolean selects(String name) {
      return name.startsWith(naming) && Pattern.matches(regex, name.substring(naming.length()));
    }

    @Override
    public String toString() {
      return "topics " + naming + "<" + regex + ">";
    }

    /** The text that each match of a regular expression surely begins with. */
    static String literalBeginning(String regex) {
      if (regex.indexOf('|') >= 0) {
        return "";
      }
      var literal = new StringBuilder();
      int i = 0;
      while (i < regex.length()) {
        int length = regex.startsWith("\\.", i) || regex.startsWith("\\-", i) ? 2 : 1;
        char c = regex.charAt(i + length - 1);
        if (length == 1 && !Character.isLetterOrDigit(c) && c != '_' && c != '-') {
          break;
        }
        if (i + length < regex.length() && "?*{".indexOf(regex.charAt(i + length)) >= 0) {
          break;
        }
        literal.append(c);
        i += length;
      }
      return literal.toString();
    }
  }
}
