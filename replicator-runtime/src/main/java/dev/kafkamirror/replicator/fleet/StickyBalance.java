package dev.kafkamirror.replicator.fleet;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Puts items into buckets evenly (sizes differ by one at most) and leaves as many as possible where
 * they are.
 */
final class StickyBalance {
  static final int NONE = -1;

  private StickyBalance() {}

  /**
   * @param current the bucket of each item, or {@link #NONE}
   * @param group a part of the bucket in which each item is; items that must leave a bucket leave
   *     its largest parts first
   * @return the bucket of each item; {@link #NONE} for all when there are no buckets
   */
  static int[] spread(int[] current, int[] group, int buckets) {
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
    for (int bucket = 0; bucket < buckets; bucket++) {
      keep(bucket, quotas[bucket], current, group, result);
      sizes[bucket] = Math.min(sizes[bucket], quotas[bucket]);
    }
    fill(result, sizes, quotas);
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

  private static void keep(int bucket, int quota, int[] current, int[] group, int[] result) {
    Map<Integer, Deque<Integer>> parts = new HashMap<>();
    int size = 0;
    for (int item = 0; item < current.length; item++) {
      if (current[item] == bucket) {
        parts.computeIfAbsent(group[item], _ -> new ArrayDeque<>()).add(item);
        result[item] = bucket;
        size++;
      }
    }
    for (; size > quota; size--) {
      Deque<Integer> largest =
          parts.values().stream().max(Comparator.comparingInt(Deque::size)).orElseThrow();
      result[largest.removeLast()] = NONE;
    }
  }

  private static void fill(int[] result, int[] sizes, int[] quotas) {
    PriorityQueue<Integer> emptiest =
        new PriorityQueue<>(Comparator.<Integer>comparingInt(b -> sizes[b]).thenComparing(b -> b));
    for (int bucket = 0; bucket < sizes.length; bucket++) {
      if (sizes[bucket] < quotas[bucket]) {
        emptiest.add(bucket);
      }
    }
    for (int item = 0; item < result.length; item++) {
      if (result[item] == NONE) {
        int bucket = emptiest.remove();
        result[item] = bucket;
        if (++sizes[bucket] < quotas[bucket]) {
          emptiest.add(bucket);
        }
      }
    }
  }
}
