package dev.kafkamirror.operator.status;

/** The conditions, in the order in which a status lists them. */
public enum ConditionType {
  Ready,
  Reconciling,
  Stalled,
  ConfigurationValid,
  /** Only there while properties of topics are synced. */
  TopicConfigsSynced,
  /** Only there while ACLs are mirrored. */
  AclsSynced,
  /** Only there while the spec says how far the target may be behind. */
  LagWithinTarget,
  /** Only there while there is a canary. */
  CanaryInTime,
  /** Only there while consumer groups are carried over. */
  OffsetsSynced,
  /** Only there while positions are committed to a group of the source. */
  SourceGroupCommitted,
  /** Only there once a promotion was asked for. */
  Promoted,
  /** Only there once something was lost. */
  DataLossDetected
}
