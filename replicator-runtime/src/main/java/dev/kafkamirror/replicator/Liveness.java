package dev.kafkamirror.replicator;

import java.time.Duration;

/**
 * Whether the process hangs: the control loop, or an event loop of a task, has not turned for
 * {@value #STUCK_AFTER} beats of a clock that beats every second only while the process runs. By
 * the time of day, a process that was stopped or starved of CPU would look as if it hung just when
 * it goes on. Loops turn whether or not Kafka can be reached.
 */
final class Liveness {
  static final int STUCK_AFTER = 120;

  /** A loop turns every second at least; one that has not for so long counts as hanging. */
  private static final Duration NO_TURN = Duration.ofSeconds(10);

  private long controlTurns = -1;
  private int controlMissed;
  private int tasksMissed;

  /**
   * One beat.
   *
   * @param turns how often the control loop has turned
   * @param sinceTaskTurned how long ago the slowest event loop turned
   */
  synchronized void beat(long turns, Duration sinceTaskTurned) {
    controlMissed = turns == controlTurns ? controlMissed + 1 : 0;
    controlTurns = turns;
    tasksMissed = sinceTaskTurned.compareTo(NO_TURN) > 0 ? tasksMissed + 1 : 0;
  }

  /** What hangs, null when nothing does. */
  synchronized String hanging() {
    if (controlMissed >= STUCK_AFTER) {
      return "The control loop has not turned for " + STUCK_AFTER + " s";
    }
    return tasksMissed >= STUCK_AFTER
        ? "An event loop of a task has not turned for " + STUCK_AFTER + " s"
        : null;
  }
}
