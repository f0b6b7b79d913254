package dev.kafkamirror.replicator.settings;

/**
 * One thing that is wrong with the settings, and what to do about it.
 *
 * @param path where it stands, such as {@code spec.topics.include[0].pattern}; empty for the file
 *     as a whole
 * @param line line of the file, counted from 1; 0 when unknown
 * @param message what is wrong and what is expected
 */
public record Problem(String path, int line, String message) {

  @Override
  public String toString() {
    if (path.isEmpty()) {
      return line == 0 ? message : "line " + line + ": " + message;
    }
    return path + (line == 0 ? "" : " (line " + line + ")") + ": " + message;
  }
}
