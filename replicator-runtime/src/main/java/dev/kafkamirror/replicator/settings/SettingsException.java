package dev.kafkamirror.replicator.settings;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The settings cannot be used. Carries everything that is wrong with them, in the order of the
 * file.
 */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  SettingsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
