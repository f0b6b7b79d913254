package dev.kafkamirror.replicator.mm2;

import dev.kafkamirror.replicator.position.Copied;
import dev.kafkamirror.replicator.position.OffsetRange;
import dev.kafkamirror.replicator.position.OffsetRanges;
import dev.kafkamirror.replicator.position.Position;
import dev.kafkamirror.replicator.resume.LogBounds;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far MirrorMaker 2 copied a partition, as far as its own topics tell. It stores its offsets
 * once a minute, so after a crash the target holds more than they say; an offset sync tells where a
 * record went, and is often newer.
 *
 * @param lastCopied source offset of the last record that it remembers to have copied
 * @param syncs the records of its offset syncs, the newest last; empty without any
 */
public record MirrorMakerPosition(OptionalLong lastCopied, OffsetRanges syncs) {
  public static final MirrorMakerPosition UNKNOWN =
      new MirrorMakerPosition(OptionalLong.empty(), OffsetRanges.NONE);

  /**
   * What is copied at least: everything before the position's source offset is in the target before
   * its target offset. What more there is, a comparison of the logs behind it shows.
   *
   * @param before what was known of the partition already
   * @param target the remote partition as it is
   * @return empty when it can't be told, although there may be records
   */
  public Optional<Copied> copied(Optional<Copied> before, LogBounds target) {
    boolean ofAnotherTopic = !syncs.isEmpty() && last().targetEnd() > target.end();
    if (syncs.isEmpty() || ofAnotherTopic) {
      return before;
    }
    Copied known = before.orElse(Copied.upTo(new Position(0, 0, -1)));
    boolean further = last().sourceEnd() > known.position().sourceOffset();
    Copied copied = further ? with(known) : known;
    long remembered = lastCopied.orElse(-1) + 1;
    boolean nothingLeft = target.start() == target.end();
    return Optional.of(
        nothingLeft && remembered > copied.position().sourceOffset()
            ? copied.at(new Position(remembered, target.end(), -1))
            : copied);
  }

  private OffsetRange last() {
    return syncs.get(syncs.size() - 1);
  }

  /** Between two syncs nothing is known. */
  private Copied with(Copied known) {
    OffsetRanges ranges = known.ranges();
    for (OffsetRange sync : syncs.toList()) {
      if (sync.sourceOffset() >= known.position().sourceOffset()) {
        ranges = ranges.append(sync);
      }
    }
    return known
        .with(ranges.thinnedTo(last().sourceOffset()))
        .at(new Position(last().sourceEnd(), last().targetEnd(), -1));
  }
}
