package dev.kafkamirror.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Collects latency histograms, in nanoseconds, all runs of a system together. */
public final class Curves {
  private final Map<String, Map<String, Histogram>> ofCases = new LinkedHashMap<>();

  public void add(String caseName, String system, Histogram histogram) {
    ofCases
        .computeIfAbsent(caseName, _ -> new LinkedHashMap<>())
        .merge(
            system,
            histogram.copy(),
            (all, more) -> {
              all.add(more);
              return all;
            });
  }

  /** By case, then by system. */
  public Map<String, Map<String, Histogram>> ofCases() {
    return ofCases;
  }
}
