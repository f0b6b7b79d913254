package dev.kafkamirror.replicator.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * What the comparison of one partition found.
 *
 * @param equal records that are the same on both sides
 * @param missing records of the source that the target lacks
 * @param extra records of the target that the source never had, or no longer in this order
 * @param changed pairs that belong together and differ
 * @param removedFromSource records of the target that retention or compaction took from the source
 * @param removedFromTarget records of the source that retention or compaction took from the target
 * @param announced records that only one side has, as the mirror has said: left out, or taken back
 *     by the source
 * @param missingSpans source offsets of the missing ones, the first {@value #MOST_SPANS} stretches
 * @param extraSpans target offsets of the extra ones, the first {@value #MOST_SPANS} stretches
 * @param first the first difference, null when there is none
 * @param problem why not everything could be compared, null when it was
 */
public record Findings(
    long equal,
    long missing,
    long extra,
    long changed,
    long removedFromSource,
    long removedFromTarget,
    long announced,
    List<OffsetSpan> missingSpans,
    List<OffsetSpan> extraSpans,
    Difference first,
    String problem) {
  static final int MOST_SPANS = 100;

  /** Nothing was compared. */
  static Findings unchecked(String problem) {
    return new Findings(0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), null, problem);
  }

  /** Records that are missing, too many or changed. */
  public long differences() {
    return missing + extra + changed;
  }

  /** Counts while records are compared. */
  static final class Counter {
    private long equal;
    private long missing;
    private long extra;
    private long changed;
    private long removedFromSource;
    private long removedFromTarget;
    private long announced;
    private final Spans missingSpans = new Spans();
    private final Spans extraSpans = new Spans();
    private Difference first;

    void equal() {
      equal++;
      endSpans();
    }

    void removedFromSource() {
      removedFromSource++;
    }

    void removedFromTarget() {
      removedFromTarget++;
    }

    void announced() {
      announced++;
    }

    void missing(long sourceOffset, String what) {
      missing(new OffsetSpan(sourceOffset, sourceOffset + 1), what);
    }

    void missing(OffsetSpan span, String what) {
      missing += span.to() - span.from();
      missingSpans.add(span);
      note(new Difference(span.from(), Difference.NONE, what));
    }

    void extra(long targetOffset, String what) {
      extra++;
      extraSpans.add(new OffsetSpan(targetOffset, targetOffset + 1));
      note(new Difference(Difference.NONE, targetOffset, what));
    }

    void changed(long sourceOffset, long targetOffset, String what) {
      changed++;
      endSpans();
      note(new Difference(sourceOffset, targetOffset, what));
    }

    long differences() {
      return missing + extra + changed;
    }

    boolean foundNoPair() {
      return equal + changed == 0;
    }

    private void endSpans() {
      missingSpans.open = false;
      extraSpans.open = false;
    }

    private void note(Difference difference) {
      if (first == null) {
        first = difference;
      }
    }

    Findings findings(String problem) {
      return new Findings(
          equal,
          missing,
          extra,
          changed,
          removedFromSource,
          removedFromTarget,
          announced,
          List.copyOf(missingSpans.list),
          List.copyOf(extraSpans.list),
          first,
          problem);
    }
  }

  /** Records that follow each other are one span, whatever lies between their offsets. */
  private static final class Spans {
    private final List<OffsetSpan> list = new ArrayList<>();
    private boolean open;

    void add(OffsetSpan span) {
      if (open) {
        list.set(list.size() - 1, new OffsetSpan(list.getLast().from(), span.to()));
      } else if (list.size() < MOST_SPANS) {
        list.add(span);
        open = true;
      }
    }
  }
}
