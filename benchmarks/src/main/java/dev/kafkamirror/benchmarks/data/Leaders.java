package dev.kafkamirror.benchmarks.data;

import dev.kafkamirror.replicator.wire.ClusterConnection;
import dev.kafkamirror.replicator.wire.Leader;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Waits until a connection can be used. */
public final class Leaders {
  private static final int WAIT_MS = 100;
  private static final long DEADLINE_NANOS = 60_000_000_000L;

  private Leaders() {}

  /**
   * The partition's leader, once it takes requests. Its topic must be watched.
   *
   * @throws IllegalStateException when there is none within a minute
   */
  public static Leader await(ClusterConnection connection, TopicPartition partition) {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (System.nanoTime() < end) {
      Optional<Leader> leader = connection.leader(partition);
      if (leader.isPresent() && connection.ready(leader.get().node())) {
        return leader.get();
      }
      if (leader.isEmpty()) {
        connection.refresh();
      }
      connection.poll(WAIT_MS);
    }
    throw new IllegalStateException(partition + " has no leader", connection.error().orElse(null));
  }
}
