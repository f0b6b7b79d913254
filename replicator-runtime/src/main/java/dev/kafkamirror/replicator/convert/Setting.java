package dev.kafkamirror.replicator.convert;

import java.util.Arrays;
import java.util.List;

/**
 * One setting of the user's file.
 *
 * @param key as the file calls it
 * @param value with references to config providers resolved where they could be
 * @param provided whether some of it came from a config provider, and may be secret
 */
record Setting(String key, String value, boolean provided) {
  private static final String DEFAULT = " (default)";

  /** What counts when the file says nothing. */
  static Setting byDefault(String key, String value) {
    return new Setting(key + DEFAULT, value, false);
  }

  boolean isDefault() {
    return key.endsWith(DEFAULT);
  }

  boolean isTrue() {
    return value.strip().equalsIgnoreCase("true");
  }

  /** The value as Kafka's lists are written: with commas, and spaces that don't count. */
  List<String> list() {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }

  /** Leaves the value out. */
  @Override
  public String toString() {
    return "Setting[" + key + "]";
  }
}
