package dev.kafkamirror.replicator.twoway;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of offsets of one partition, kept as spans. */
public final class OffsetSpans {
  /** End of each span, exclusive, by its start. */
  private final NavigableMap<Long, Long> spans = new TreeMap<>();

  /**
   * Adds a span behind all others.
   *
   * @param end exclusive
   */
  void add(long start, long end) {
    Map.Entry<Long, Long> last = spans.lastEntry();
    if (last != null && last.getValue() == start) {
      spans.put(last.getKey(), end);
    } else {
      spans.put(start, end);
    }
  }

  /** Adds spans that are behind all others. */
  void addAll(OffsetSpans others) {
    others.spans.forEach(this::add);
  }

  public boolean contains(long offset) {
    Map.Entry<Long, Long> span = spans.floorEntry(offset);
    return span != null && offset < span.getValue();
  }
}
