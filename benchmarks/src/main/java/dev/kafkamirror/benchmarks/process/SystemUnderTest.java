package dev.kafkamirror.benchmarks.process;

/** Something that copies, or does a part of copying, as a process of its own. */
public interface SystemUnderTest {

  /** The column of the report that a system's figures belong to. */
  enum Role {
    OURS,
    MIRROR_MAKER_2,
    /** No mirror can be faster. */
    LIMIT
  }

  /** As reports call it, with its settings. */
  String name();

  Role role();

  /** Starts a process; it copies some seconds later. */
  RunningSystem start(Flow flow);
}
