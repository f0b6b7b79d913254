package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.Position;
import java.util.Optional;

/**
 * Where a group goes on at the target in one partition.
 *
 * @param targetOffset nothing that it has still to read lies before it; -1 when {@link
 *     Quality#Unknown}
 */
record Translated(Quality quality, long targetOffset) {

  /** How well an offset is translated. */
  enum Quality {
    /** Nothing is read again and nothing left out. */
    Exact,
    /** The index was thinned out there: something is read again, nothing left out. */
    Earlier,
    /** The group has read more than is copied: the end of that, until more is copied. */
    AheadOfCopy,
    /** Not told by what is known of the partition; nothing is written for it. */
    Unknown
  }

  private static final Translated UNKNOWN = new Translated(Quality.Unknown, -1);

  /**
   * Translates an offset that a group has committed at the source.
   *
   * <table>
   * <caption>What is known of the partition</caption>
   * <tr><td>no position, or where it starts is not known yet</td><td>Unknown</td></tr>
   * <tr><td>nothing is copied yet</td><td>0: all that comes will come there</td></tr>
   * <tr><td>copied up to the offset</td><td>the end of the remote partition</td></tr>
   * <tr><td>not copied so far</td><td>that end as well, never more</td></tr>
   * <tr><td>copied, and in the index or in a hole of it</td><td>the record's place, or that of the
   * next one</td></tr>
   * <tr><td>copied, where the index was thinned out</td><td>the nearest place before it</td></tr>
   * <tr><td>before all that the index has</td><td>Unknown</td></tr>
   * </table>
   *
   * @param offset next source offset that the group would read
   * @param copied what is copied of the partition, empty when that is not known
   */
  static Translated of(long offset, Optional<Copied> copied) {
    if (copied.isEmpty() || copied.get().position().sourceOffset() < 0) {
      return UNKNOWN;
    }
    Position end = copied.get().position();
    long targetEnd = Math.max(0, end.targetOffset());
    if (offset > end.sourceOffset()) {
      return new Translated(Quality.AheadOfCopy, targetEnd);
    }
    if (end.targetOffset() < 0) {
      return new Translated(Quality.Exact, 0);
    }
    return copied
        .get()
        .ranges()
        .translate(offset, end)
        .map(t -> new Translated(t.exact() ? Quality.Exact : Quality.Earlier, t.targetOffset()))
        .orElse(UNKNOWN);
  }

  boolean isKnown() {
    return quality != Quality.Unknown;
  }
}
