package dev.kafkamirror.api.v1alpha1;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Copies that nobody can change, null where the field was left out. */
final class Immutable {
  private Immutable() {}

  static <T> List<T> list(List<T> list) {
    return list == null ? null : List.copyOf(list);
  }

  /** Sorted, because what is rendered from it must not differ from one JVM to the next. */
  static <V> Map<String, V> map(Map<String, V> map) {
    return map == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
