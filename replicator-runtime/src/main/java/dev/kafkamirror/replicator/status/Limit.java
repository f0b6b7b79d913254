package dev.kafkamirror.replicator.status;

/** What keeps a pod from copying faster. */
public enum Limit {
  /** It keeps up: no partition that is copied is behind. */
  Nothing,
  /** A quota of the brokers', or a limit of the mirror's own. */
  Quota,
  /** The CPU of the pod, or the one core that each loop of a task can use. */
  Cpu,
  /** The target, or the way to it: what was fetched waits in memory until there is no room. */
  Target,
  /** The source, or the way from it: everything waits for what is fetched. */
  Source;

  /** Waiting that comes up now and then means nothing. */
  private static final double NOTICEABLE = 0.05;

  private static final double NEARLY_ALL = 0.9;

  /**
   * What the tasks that are behind have met with lately, as shares of that time.
   *
   * @param isBehind whether any task is
   * @param heldBack by quotas and limits
   * @param busy with anything but waiting for the network, the busier loop of a task; or the
   *     process, of all the CPU that it may use
   * @param full not fetching a partition because its memory was full
   */
  public record Pressure(boolean isBehind, double heldBack, double busy, double full) {
    public static final Pressure NONE = new Pressure(false, 0, 0, 0);
  }

  /** The first that applies: who is held back is not busy, and who is busy lets memory fill up. */
  public static Limit of(Pressure pressure) {
    if (!pressure.isBehind()) {
      return Nothing;
    }
    if (pressure.heldBack() > NOTICEABLE) {
      return Quota;
    }
    if (pressure.busy() > NEARLY_ALL) {
      return Cpu;
    }
    return pressure.full() > NOTICEABLE ? Target : Source;
  }
}
