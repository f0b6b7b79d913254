package dev.kafkamirror.replicator.groups;

/** How it stands with one group. */
public enum GroupState {
  /** The target has, or had already, what the source says. */
  Synced,
  /** The target's group has members: it is left alone. */
  ActiveOnTarget,
  /** Of no partition that it has read is anything known yet. */
  NothingMirrored,
  Failed
}
