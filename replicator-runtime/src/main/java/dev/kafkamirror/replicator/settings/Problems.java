package dev.kafkamirror.replicator.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with one settings file; the first problem of a path counts. */
final class Problems {
  private final Map<String, Integer> lines;
  private final Map<String, Problem> byPath = new LinkedHashMap<>();

  /**
   * @param lines line of each path that the file has
   */
  Problems(Map<String, Integer> lines) {
    this.lines = lines;
  }

  void add(String path, String message) {
    byPath.putIfAbsent(path, new Problem(path, line(path), message));
  }

  void check(boolean right, String path, String message) {
    if (!right) {
      add(path, message);
    }
  }

  /** Fails with all problems, if there are any. */
  void throwIfAny() throws SettingsException {
    if (!byPath.isEmpty()) {
      List<Problem> sorted = new ArrayList<>(byPath.values());
      sorted.sort(Comparator.comparingInt(Problem::line));
      throw new SettingsException(sorted);
    }
  }

  /** The line of a path, or, for what the file does not have, of the nearest thing around it. */
  private int line(String path) {
    for (String p = path; !p.isEmpty(); p = parent(p)) {
      Integer line = lines.get(p);
      if (line != null) {
        return line;
      }
    }
    return 0;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }
}
