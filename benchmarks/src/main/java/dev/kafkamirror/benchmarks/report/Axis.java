package dev.kafkamirror.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts values on a stretch of pixels.
 *
 * @param from value at the first pixel; above 0 on a logarithmic axis
 * @param to value at the last one
 */
record Axis(double from, double to, double firstPixel, double lastPixel, boolean logarithmic) {

  /** From 0 to a round number at or above the largest value. */
  static Axis linear(double largest, double firstPixel, double lastPixel) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(largest, 1e-9))));
    double to = Math.ceil(largest / magnitude * 2) / 2 * magnitude;
    return new Axis(0, to, firstPixel, lastPixel, false);
  }

  /** From a power of ten at or below the smallest value to one at or above the largest. */
  static Axis logarithmic(double smallest, double largest, double firstPixel, double lastPixel) {
    double from = Math.pow(10, Math.floor(Math.log10(smallest)));
    double to = Math.pow(10, Math.ceil(Math.log10(largest)));
    return new Axis(from, to > from ? to : from * 10, firstPixel, lastPixel, true);
  }

  double pixel(double value) {
    double part =
        logarithmic
            ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
            : (value - from) / (to - from);
    return firstPixel + part * (lastPixel - firstPixel);
  }

  /** Values to write beside the axis. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = from; tick <= to * 1.001; tick *= 10) {
        ticks.add(tick);
      }
    } else {
      for (int i = 0; i <= 5; i++) {
        ticks.add(from + (to - from) * i / 5);
      }
    }
    return ticks;
  }
}
