package dev.kafkamirror.replicator.fleet.group;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Partitions of one topic, each with two small numbers, as runs of neighbours with equal numbers.
 * Partitions are added in ascending order.
 */
final class PartitionRuns {

  /** Takes what {@link #read} finds. */
  interface Visitor {
    void partition(int partition, int first, int second);
  }

  private record Run(int start, int length, int first, int second) {
    boolean continuedBy(int partition, int otherFirst, int otherSecond) {
      return start + length == partition && first == otherFirst && second == otherSecond;
    }
  }

  private final List<Run> runs = new ArrayList<>();

  void add(int partition, int first, int second) {
    Run last = runs.isEmpty() ? null : runs.getLast();
    if (last != null && last.continuedBy(partition, first, second)) {
      runs.set(runs.size() - 1, new Run(last.start(), last.length() + 1, first, second));
    } else {
      runs.add(new Run(partition, 1, first, second));
    }
  }

  void write(DataOutputStream out) throws IOException {
    FleetCodec.writeVarint(out, runs.size());
    int end = 0;
    for (Run run : runs) {
      FleetCodec.writeVarint(out, run.start() - end);
      FleetCodec.writeVarint(out, run.length());
      FleetCodec.writeVarint(out, run.first());
      FleetCodec.writeVarint(out, run.second());
      end = run.start() + run.length();
    }
  }

  static void read(DataInputStream in, Visitor visitor) throws IOException {
    int partition = 0;
    for (int runs = FleetCodec.readVarint(in); runs > 0; runs--) {
      partition += FleetCodec.readVarint(in);
      int length = FleetCodec.readVarint(in);
      int first = FleetCodec.readVarint(in);
      int second = FleetCodec.readVarint(in);
      for (int end = partition + length; partition < end; partition++) {
        visitor.partition(partition, first, second);
      }
    }
  }
}
