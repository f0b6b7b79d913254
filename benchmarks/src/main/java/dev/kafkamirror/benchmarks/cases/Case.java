package dev.kafkamirror.benchmarks.cases;

/** Something to be measured; a value that holds what is varied. */
public interface Case {
  /** As {@code --case} and the results call it. */
  String name();

  /** One line for people. */
  String title();

  /** Measures and adds the figures. */
  void run(Bench bench);
}
