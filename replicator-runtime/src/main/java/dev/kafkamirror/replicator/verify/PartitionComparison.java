package dev.kafkamirror.replicator.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the records of one partition with those of its remote partition, in order. Where the
 * index of offsets knows a target record, it must be the record at that source offset and no other;
 * elsewhere records find each other by their content: after a difference the nearest pair of equal
 * records within the next thousand of each side is where the comparison goes on.
 *
 * <p>A side may lack a record that its log has removed: below its log start (by the index, or, as
 * long as no pair was found, at the beginning), where the mirror began later, and by {@link
 * Compaction} where its topic is compacted. Everything else is a difference.
 */
final class PartitionComparison {
  private static final int MOST_DIFFERENCES = 1_000;
  private static final String NOT_ON_TARGET = "the target lacks this record";
  private static final String NOT_ON_SOURCE = "the source has no such record here";

  /**
   * What the topics' settings allow.
   *
   * @param timestamps whether timestamps are compared
   * @param sourceCompacted whether the source's log may be compacted
   * @param targetCompacted whether the target's log may be compacted
   * @param startsLater whether the mirror may have begun behind the source's beginning
   */
  record Rules(
      boolean timestamps, boolean sourceCompacted, boolean targetCompacted, boolean startsLater) {
    static final Rules ALL_EQUAL = new Rules(true, false, false, false);
  }

  private final RecordContent content;
  private final OffsetPairs pairs;
  private final Announced announced;
  private final boolean startsLater;
  private final Lookahead source;
  private final Lookahead target;
  private final Compaction ofSource;
  private final Compaction ofTarget;
  private final Findings.Counter found = new Findings.Counter();

  /** Records that the target may have more than the source. */
  private long onlyOnTarget;

  private PartitionComparison(
      Rules rules,
      OffsetPairs pairs,
      Announced announced,
      RecordSource source,
      RecordSource target) {
    this.content = new RecordContent(rules.timestamps());
    this.pairs = pairs;
    this.announced = announced;
    this.onlyOnTarget = announced.onlyOnTarget();
    this.startsLater = rules.startsLater();
    this.source = new Lookahead(source);
    this.target = new Lookahead(target);
    this.ofSource = rules.sourceCompacted() ? new Compaction() : null;
    this.ofTarget = rules.targetCompacted() ? new Compaction() : null;
  }

  static Findings compare(
      Rules rules,
      OffsetPairs pairs,
      Announced announced,
      RecordSource source,
      RecordSource target) {
    return new PartitionComparison(rules, pairs, announced, source, target).run();
  }

  private Findings run() {
    while (found.differences() < MOST_DIFFERENCES) {
      var s = source.peek();
      var t = target.peek();
      if (s == null && t == null) {
        settleDebts();
        return found.findings(problem());
      }
      if (s == null) {
        onlyTarget();
      } else if (t == null) {
        onlySource();
      } else {
        compare(s, t);
      }
    }
    return found.findings("stopped after " + MOST_DIFFERENCES + " differences");
  }

  private void compare(ConsumerRecord<byte[], byte[]> s, ConsumerRecord<byte[], byte[]> t) {
    long known = pairs.sourceOf(t.offset());
    if (known == s.offset()) {
      pair(s, t);
    } else if (known != OffsetPairs.UNKNOWN && known < s.offset()) {
      onlyTarget();
    } else if (known != OffsetPairs.UNKNOWN) {
      onlySource();
    } else if (content.equal(s, t)) {
      pair(s, t);
    } else {
      findNextPair();
    }
  }

  private void pair(ConsumerRecord<byte[], byte[]> s, ConsumerRecord<byte[], byte[]> t) {
    String difference = content.difference(s, t);
    if (difference == null) {
      found.equal();
    } else {
      found.changed(s.offset(), t.offset(), difference);
    }
    showSource(s);
    showTarget(t);
    source.drop();
    target.drop();
  }

  private void onlySource() {
    var s = source.peek();
    long there = pairs.targetOf(s.offset());
    boolean removed =
        there == OffsetPairs.UNKNOWN
            ? found.foundNoPair() && targetLacksBeginning()
            : there < target.logStart();
    if (there == OffsetPairs.UNKNOWN && announced.isLeftOut(s.offset())) {
      found.announced();
    } else if (removed || (ofTarget != null && ofTarget.mayLack(s))) {
      found.removedFromTarget();
    } else {
      found.missing(s.offset(), NOT_ON_TARGET);
    }
    showSource(s);
    source.drop();
  }

  private void onlyTarget() {
    var t = target.peek();
    long there = pairs.sourceOf(t.offset());
    boolean removed =
        there == OffsetPairs.UNKNOWN
            ? found.foundNoPair() && source.logStart() > 0
            : there < source.logStart();
    if (removed || (ofSource != null && ofSource.mayLack(t))) {
      found.removedFromSource();
    } else if (onlyOnTarget > 0) {
      onlyOnTarget--;
      found.announced();
    } else {
      found.extra(t.offset(), NOT_ON_SOURCE);
    }
    showTarget(t);
    target.drop();
  }

  private void showSource(ConsumerRecord<byte[], byte[]> s) {
    if (ofSource != null) {
      ofSource.shows(s);
    }
  }

  private void showTarget(ConsumerRecord<byte[], byte[]> t) {
    if (ofTarget != null) {
      ofTarget.shows(t);
    }
  }

  /** The present records differ: takes what lies before the nearest pair as of one side only. */
  private void findNextPair() {
    List<ConsumerRecord<byte[], byte[]>> left = source.window();
    List<ConsumerRecord<byte[], byte[]>> right = target.window();
    int[] next = nearestPair(left, right);
    if (next.length == 0) {
      noPairInSight(left.size(), right.size());
      return;
    }
    int changed = mayBeOfOneSide() ? 0 : Math.min(next[0], next[1]);
    for (int i = 0; i < changed; i++) {
      pair(source.peek(), target.peek());
    }
    for (int i = changed; i < next[0]; i++) {
      onlySource();
    }
    for (int i = changed; i < next[1]; i++) {
      onlyTarget();
    }
  }

  private boolean mayBeOfOneSide() {
    return ofSource != null
        || ofTarget != null
        || (found.foundNoPair() && (source.logStart() > 0 || targetLacksBeginning()));
  }

  private boolean targetLacksBeginning() {
    return target.logStart() > 0 || startsLater;
  }

  private void noPairInSight(int left, int right) {
    if (!mayBeOfOneSide()) {
      pair(source.peek(), target.peek());
      return;
    }
    boolean sourceFirst = ofTarget != null || targetLacksBeginning();
    for (int i = 0; i < (sourceFirst ? left : right); i++) {
      if (sourceFirst) {
        onlySource();
      } else {
        onlyTarget();
      }
    }
  }

  /** Indexes of the equal pair with the least sum, empty when there is none. */
  private int[] nearestPair(
      List<ConsumerRecord<byte[], byte[]>> left, List<ConsumerRecord<byte[], byte[]>> right) {
    Map<Integer, Integer> firstLeft = new HashMap<>();
    for (int i = 0; i < left.size(); i++) {
      firstLeft.putIfAbsent(content.hash(left.get(i)), i);
    }
    int[] nearest = {};
    for (int j = 0; j < right.size(); j++) {
      Integer i = firstLeft.get(content.hash(right.get(j)));
      boolean nearer = i != null && (nearest.length == 0 || i + j < nearest[0] + nearest[1]);
      if (nearer && content.equal(left.get(i), right.get(j))) {
        nearest = new int[] {i, j};
      }
    }
    return nearest;
  }

  /** The later record that excuses a missing one may lie behind the end that was compared to. */
  private void settleDebts() {
    if (ofTarget != null) {
      settle(ofTarget, target);
      ofTarget.debts().forEach(offset -> found.missing(offset, NOT_ON_TARGET));
    }
    if (ofSource != null) {
      settle(ofSource, source);
      ofSource.debts().forEach(offset -> found.extra(offset, NOT_ON_SOURCE));
    }
  }

  private static void settle(Compaction debtor, Lookahead side) {
    if (!debtor.owes()) {
      return;
    }
    side.extend();
    for (var next = side.peek(); next != null && debtor.owes(); next = side.peek()) {
      debtor.shows(next);
      side.drop();
    }
  }

  private String problem() {
    boolean judged =
        (ofSource == null || ofSource.judgedAll()) && (ofTarget == null || ofTarget.judgedAll());
    return judged
        ? null
        : "the partition has too many keys to tell for each missing record whether compaction"
            + " removed it";
  }
}
