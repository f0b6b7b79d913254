package dev.kafkamirror.replicator.convert;

/**
 * What became of one setting. Values never stand in it: they may be secrets.
 *
 * @param outcome whether the setting lives on
 * @param effect whether something goes another way than with MirrorMaker 2 because it was dropped
 * @param mirror name of the KafkaMirror that it is about; empty for the file as a whole
 * @param key the setting, as the user's file calls it; one that is not in the file and counts all
 *     the same ends with " (default)"
 * @param becomes the field of the KafkaMirror's spec; empty where there is none
 * @param reason why, and what happens instead; empty where there is nothing to say
 */
public record Finding(
    Outcome outcome, boolean effect, String mirror, String key, String becomes, String reason) {

  /** Whether a setting lives on. */
  public enum Outcome {
    /** It does what it did. */
    Kept,
    /** It does it in another way. */
    Changed,
    /** It is gone. */
    Dropped
  }
}
