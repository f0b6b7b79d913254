package dev.kafkamirror.replicator.fleet.group;

import dev.kafkamirror.replicator.groups.GroupShare;
import java.util.List;

/**
 * One member's work: the user data of its assignment.
 *
 * @param tasks how many tasks it runs; {@link #GO_ON} when it keeps what it has
 * @param flowTasks how many all members run together: they share the limits of the flow
 * @param groups which consumer groups it carries over
 */
public record WorkShare(int tasks, int flowTasks, List<Assigned> partitions, GroupShare groups) {
  private static final int GO_ON = -1;

  /** Without groups. */
  public WorkShare(int tasks, int flowTasks, List<Assigned> partitions) {
    this(tasks, flowTasks, partitions, GroupShare.NONE);
  }

  /**
   * A partition of the share.
   *
   * @param from incarnation of the member that holds it and will release it; null when no member
   *     does, or this one
   */
  public record Assigned(CopyRoute route, int task, String from) {}

  /**
   * Go on with the present work. A leader that does not yet know the flow's topics says so: for it,
   * a partition that nobody claims and one that is no longer mirrored look the same.
   */
  public static final WorkShare UNCHANGED = new WorkShare(GO_ON, 0, List.of());

  public static final WorkShare NOTHING = new WorkShare(0, 0, List.of());

  public boolean unchanged() {
    return tasks == GO_ON;
  }
}
