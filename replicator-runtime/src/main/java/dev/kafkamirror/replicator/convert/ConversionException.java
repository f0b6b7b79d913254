package dev.kafkamirror.replicator.convert;

import java.util.List;

/** No mirror can be made of the configuration. Says everything that has to be mended. */
public final class ConversionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConversionException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  ConversionException(String problem) {
    this(List.of(problem));
  }

  public List<String> problems() {
    return problems;
  }
}
