package dev.kafkamirror.replicator.twoway;

import dev.kafkamirror.replicator.wire.BatchScan.Stretch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets of a partition that a mirror wrote, found out as far as they are asked for: there may be
 * much more of it. For one thread, which waits where more must be read.
 */
public final class SpansAhead {
  /** Offsets that are looked at at once. */
  public static final long AT_ONCE = 50_000;

  private final TopicPartition partition;
  private final long end;
  private final OffsetSpans spans;
  private final Function<Collection<Stretch>, Map<TopicPartition, OffsetSpans>> more;
  private long knownTo;

  /**
   * @param known the stretch that is known already
   * @param spans what in it the mirror wrote
   * @param end where the partition ended when it was asked
   * @param more finds out about further stretches
   */
  public SpansAhead(
      Stretch known,
      OffsetSpans spans,
      long end,
      Function<Collection<Stretch>, Map<TopicPartition, OffsetSpans>> more) {
    this.partition = known.partition();
    this.knownTo = known.to();
    this.spans = spans;
    this.end = end;
    this.more = more;
  }

  /** Whether the mirror wrote what stands there; offsets are asked for in their order. */
  public boolean contains(long offset) {
    if (offset >= knownTo) {
      long to = Math.max(offset + 1, Math.min(end, knownTo + AT_ONCE));
      Stretch next = new Stretch(partition, knownTo, to);
      spans.addAll(more.apply(List.of(next)).get(partition));
      knownTo = to;
    }
    return spans.contains(offset);
  }
}
