package dev.kafkamirror.replicator.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What a loop has to look at: now, in the order in which it came up, or at a later time. So a turn
 * costs what has changed and not what there is. For one thread.
 */
public final class Agenda<T> {
  private record Later<T>(long atMs, T item) {}

  private final Set<T> now = new LinkedHashSet<>();
  private final PriorityQueue<Later<T>> later =
      new PriorityQueue<>(Comparator.comparingLong(Later::atMs));

  /** To be looked at in the next turn, once however often it is said. */
  public void add(T item) {
    now.add(item);
  }

  public void addAll(Collection<? extends T> items) {
    now.addAll(items);
  }

  /** To be looked at not before this time; also when it was looked at for another reason before. */
  public void addAt(T item, long atMs) {
    later.add(new Later<>(atMs, item));
  }

  /** Takes what is due off the agenda, each once. */
  public List<T> takeDue(long nowMs) {
    while (!later.isEmpty() && later.peek().atMs() <= nowMs) {
      now.add(later.remove().item());
    }
    if (now.isEmpty()) {
      return List.of();
    }
    List<T> due = new ArrayList<>(now);
    now.clear();
    return due;
  }

  /** How long nothing is due, ms, at most the given time. */
  public long waitMs(long nowMs, long mostMs) {
    if (!now.isEmpty()) {
      return 0;
    }
    return later.isEmpty() ? mostMs : Math.clamp(later.peek().atMs() - nowMs, 0, mostMs);
  }
}
