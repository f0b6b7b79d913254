package dev.kafkamirror.replicator.fleet.lead;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Puts items into buckets evenly (sizes differ by one at most) and leaves as many as possible where
 * they are. What moves is chosen so that load moves in proportion, and goes where least load is.
 */
final class StickyBalance {
  static final int NONE = -1;

  private StickyBalance() {}

  /**
   * @param current the bucket of each item, or {@link #NONE}
   * @param group a part of the bucket in which each item is; items that must leave a bucket leave
   *     its largest parts first
   * @param load {@link Load} class of each item
   * @param together whether neighbours that have no bucket go to the same one as far as they fit
   * @return the bucket of each item; {@link #NONE} for all when there are no buckets
   */
  static int[] spread(int[] current, int[] group, int[] load, int buckets, boolean together) {
    int[] result = new int[current.length];
    Arrays.fill(result, NONE);
    if (buckets == 0) {
      return result;
    }
    int[] sizes = new int[buckets];
    for (int bucket : current) {
      if (bucket != NONE) {
        sizes[bucket]++;
      }
    }
    int[] quotas = quotas(current.length, sizes);
    List<List<Integer>> items = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      items.add(new ArrayList<>());
    }
    for (int item = 0; item < current.length; item++) {
      if (current[item] != NONE) {
        result[item] = current[item];
        items.get(current[item]).add(item);
      }
    }
    for (int bucket = 0; bucket < buckets; bucket++) {
      giveUp(items.get(bucket), sizes[bucket] - quotas[bucket], group, load, result);
      sizes[bucket] = Math.min(sizes[bucket], quotas[bucket]);
    }
    if (together) {
      fillInOrder(result, sizes, quotas);
    } else {
      fill(result, sizes, quotas, load);
    }
    return result;
  }

  /**
   * Divides a number evenly over buckets; what is left over goes to those that have most already,
   * so that they have less to give up.
   */
  static int[] quotas(int items, int[] sizes) {
    int[] quotas = new int[sizes.length];
    Arrays.fill(quotas, items / sizes.length);
    IntStream.range(0, sizes.length)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(b -> -sizes[b]).thenComparing(b -> b))
        .limit(items % sizes.length)
        .forEach(b -> quotas[b]++);
    return quotas;
  }

  /** Takes so many items out of a bucket, from its largest parts. */
  private static void giveUp(
      List<Integer> items, int surplus, int[] group, int[] load, int[] result) {
    if (surplus <= 0) {
      return;
    }
    Map<Integer, List<Integer>> parts = new TreeMap<>();
    items.forEach(i -> parts.computeIfAbsent(group[i], _ -> new ArrayList<>()).add(i));
    Map<Integer, Integer> fromPart = new HashMap<>();
    PriorityQueue<Integer> largest =
        new PriorityQueue<>(
            Comparator.<Integer>comparingInt(p -> fromPart.getOrDefault(p, 0) - parts.get(p).size())
                .thenComparing(p -> p));
    largest.addAll(parts.keySet());
    for (int i = 0; i < surplus; i++) {
      int part = largest.remove();
      fromPart.merge(part, 1, Integer::sum);
      largest.add(part);
    }
    fromPart.forEach((part, count) -> giveUpEvenly(parts.get(part), count, load, result));
  }

  /** Of the items in the order of their load every n-th, so that what goes is a fair sample. */
  private static void giveUpEvenly(List<Integer> items, int count, int[] load, int[] result) {
    items.sort(Comparator.comparingInt(i -> load[i]));
    for (int n = 0; n < count; n++) {
      int at = (int) (((2L * n + 1) * items.size()) / (2L * count));
      result[items.get(at)] = NONE;
    }
  }

  private static void fillInOrder(int[] result, int[] sizes, int[] quotas) {
    int bucket = 0;
    for (int item = 0; item < result.length; item++) {
      if (result[item] == NONE) {
        while (sizes[bucket] >= quotas[bucket]) {
          bucket++;
        }
        result[item] = bucket;
        sizes[bucket]++;
      }
    }
  }

  /** The items with most load first, each to the bucket with least load that has room. */
  private static void fill(int[] result, int[] sizes, int[] quotas, int[] load) {
    long[] weights = new long[sizes.length];
    List<Integer> free = new ArrayList<>();
    for (int item = 0; item < result.length; item++) {
      if (result[item] == NONE) {
        free.add(item);
      } else {
        weights[result[item]] += Load.weight(load[item]);
      }
    }
    free.sort(Comparator.comparingInt(i -> -load[i]));
    PriorityQueue<Integer> emptiest =
        new PriorityQueue<>(
            Comparator.<Integer>comparingLong(b -> weights[b])
                .thenComparingInt(b -> sizes[b])
                .thenComparing(b -> b));
    for (int bucket = 0; bucket < sizes.length; bucket++) {
      if (sizes[bucket] < quotas[bucket]) {
        emptiest.add(bucket);
      }
    }
    for (int item : free) {
      int bucket = emptiest.remove();
      result[item] = bucket;
      weights[bucket] += Load.weight(load[item]);
      if (++sizes[bucket] < quotas[bucket]) {
        emptiest.add(bucket);
      }
    }
  }
}
