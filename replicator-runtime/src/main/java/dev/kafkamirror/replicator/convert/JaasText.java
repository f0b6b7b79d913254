package dev.kafkamirror.replicator.convert;

import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code sasl.jaas.config}, split as kafka-clients does.
 *
 * @param options of the login module, by name
 */
record JaasText(Map<String, String> options) {

  /** Empty when the text is no such entry. */
  static Optional<JaasText> parse(String text) {
    StreamTokenizer tokens = new StreamTokenizer(new StringReader(text));
    tokens.slashSlashComments(true);
    tokens.slashStarComments(true);
    tokens.wordChars('-', '-');
    tokens.wordChars('_', '_');
    tokens.wordChars('$', '$');
    try {
      tokens.nextToken();
      if (tokens.nextToken() != StreamTokenizer.TT_WORD) {
        return Optional.empty();
      }
      Map<String, String> options = new HashMap<>();
      while (tokens.nextToken() == StreamTokenizer.TT_WORD) {
        String name = tokens.sval;
        if (tokens.nextToken() != '=') {
          return Optional.empty();
        }
        tokens.nextToken();
        if (tokens.sval == null) {
          return Optional.empty();
        }
        options.put(name, tokens.sval);
      }
      return tokens.ttype == ';' ? Optional.of(new JaasText(options)) : Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  /** Names only. */
  @Override
  public String toString() {
    return "JaasText" + options.keySet();
  }
}
