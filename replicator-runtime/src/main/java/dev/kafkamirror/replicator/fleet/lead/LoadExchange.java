package dev.kafkamirror.replicator.fleet.lead;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Exchanges items between buckets, one for one, until their load is about even. Does nothing while
 * the fullest bucket has no more than {@value #WORTH_IT} times the mean, or only {@link
 * Load#LITTLE} more than the emptiest, and stops at a gap of {@value #EVEN} times the mean: what
 * moves stands still for a moment.
 */
final class LoadExchange {
  private static final double WORTH_IT = 1.3;

  private static final double EVEN = 0.1;

  /** An exchange must take away so much of the gap. */
  private static final long STEP = Load.LITTLE / 8;

  private final int[] bucketOf;
  private final long[] weights;
  private final List<List<Deque<Integer>>> items = new ArrayList<>();
  private final double mean;

  private LoadExchange(int[] bucketOf, int[] load, int buckets) {
    this.bucketOf = bucketOf;
    this.weights = new long[buckets];
    for (int b = 0; b < buckets; b++) {
      List<Deque<Integer>> byClass = new ArrayList<>();
      for (int c = 0; c < Load.CLASSES; c++) {
        byClass.add(new ArrayDeque<>());
      }
      items.add(byClass);
    }
    long total = 0;
    for (int item = 0; item < bucketOf.length; item++) {
      long weight = Load.weight(load[item]);
      weights[bucketOf[item]] += weight;
      total += weight;
      items.get(bucketOf[item]).get(load[item]).add(item);
    }
    this.mean = (double) total / buckets;
  }

  /**
   * @param bucketOf the bucket of each item; changed where items are exchanged
   * @param load {@link Load} class of each item
   */
  static void even(int[] bucketOf, int[] load, int buckets) {
    if (buckets > 1) {
      new LoadExchange(bucketOf, load, buckets).run();
    }
  }

  private void run() {
    boolean going = weights[fullest()] > WORTH_IT * mean;
    while (going) {
      going = exchange(fullest(), emptiest());
    }
  }

  private int fullest() {
    int fullest = 0;
    for (int b = 1; b < weights.length; b++) {
      fullest = weights[b] > weights[fullest] ? b : fullest;
    }
    return fullest;
  }

  private int emptiest() {
    int emptiest = 0;
    for (int b = 1; b < weights.length; b++) {
      emptiest = weights[b] < weights[emptiest] ? b : emptiest;
    }
    return emptiest;
  }

  /** The exchange of one item for another that leaves the smallest gap, if it is worth it. */
  private boolean exchange(int from, int to) {
    long gap = weights[from] - weights[to];
    if (gap <= Load.LITTLE || gap <= EVEN * mean) {
      return false;
    }
    int give = -1;
    int take = -1;
    long least = gap;
    for (int g = 1; g < Load.CLASSES; g++) {
      for (int t = 0; t < g; t++) {
        long rest = Math.abs(gap - 2 * (Load.weight(g) - Load.weight(t)));
        boolean possible = !items.get(from).get(g).isEmpty() && !items.get(to).get(t).isEmpty();
        if (possible && rest < least) {
          least = rest;
          give = g;
          take = t;
        }
      }
    }
    if (give < 0 || gap - least < STEP) {
      return false;
    }
    move(give, from, to);
    move(take, to, from);
    return true;
  }

  private void move(int loadClass, int from, int to) {
    int item = items.get(from).get(loadClass).remove();
    // Behind all that are there: what has just come is the last to go again.
    items.get(to).get(loadClass).addLast(item);
    bucketOf[item] = to;
    weights[from] -= Load.weight(loadClass);
    weights[to] += Load.weight(loadClass);
  }
}
