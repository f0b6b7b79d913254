package dev.kafkamirror.benchmarks.report;

import dev.kafkamirror.benchmarks.process.SystemUnderTest.Role;

/**
 * The same for the same thing in every plot, and told apart by colour-blind people (Okabe, Ito).
 */
final class Colours {
  static final String GRID = "#dddddd";

  private Colours() {}

  static String of(Role role) {
    return switch (role) {
      case OURS -> "#0072b2";
      case MIRROR_MAKER_2 -> "#d55e00";
      case LIMIT -> "#999999";
    };
  }
}
