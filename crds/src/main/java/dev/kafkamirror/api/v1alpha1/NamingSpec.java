package dev.kafkamirror.api.v1alpha1;

/**
 * How a remote topic is called. {@code separator} belongs to SourcePrefix, {@code prefix} to
 * CustomPrefix.
 */
public record NamingSpec(Policy policy, String separator, String prefix) {

  /** MirrorMaker 2 calls these replication policies. */
  public enum Policy {
    /** {@code <source alias><separator><topic>}, MirrorMaker 2's default. */
    SourcePrefix,
    /** The topic's own name. */
    Identity,
    /** {@code <prefix><topic>}. */
    CustomPrefix
  }
}
