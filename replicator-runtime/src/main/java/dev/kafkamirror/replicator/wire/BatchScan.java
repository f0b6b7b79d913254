package dev.kafkamirror.replicator.wire;

import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.batch.CorruptBatchException;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.wire.SourceConnection.FetchOptions;
import dev.kafkamirror.replicator.wire.SourceConnection.Wanted;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the headers of all batches in stretches of partitions, also of those that were aborted and
 * of markers: a consumer does not tell who wrote a record. For one thread, which waits for it.
 */
public final class BatchScan implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MS = 100;
  private static final int PARTITION_BYTES = 1 << 20;
  private static final FetchOptions FETCH = new FetchOptions(500, 16 << 20, false, "");

  /**
   * What to read of a partition.
   *
   * @param from first offset
   * @param to offset after the last one, not behind the high watermark
   */
  public record Stretch(TopicPartition partition, long from, long to) {}

  private final SourceConnection connection;
  private final BooleanSupplier closed;
  private final Map<TopicPartition, Stretch> left = new HashMap<>();
  private final Map<TopicPartition, List<BatchHeader>> found = new HashMap<>();
  private final Set<Node> asked = new HashSet<>();
  private ApiException failure;
  private boolean moved;

  /**
   * @param closed whether to give up
   */
  public BatchScan(ClientSettings cluster, String clientId, BooleanSupplier closed) {
    this.connection = new SourceConnection(cluster, clientId);
    this.closed = closed;
  }

  /**
   * Reads all of them.
   *
   * @return for each partition the batches with an offset in the stretch that the log still has
   * @throws ApiException what kept one from being read; {@link TimeoutException} when nothing came
   *     for 30 s
   */
  public Map<TopicPartition, List<BatchHeader>> read(Collection<Stretch> stretches) {
    found.clear();
    for (Stretch stretch : stretches) {
      found.put(stretch.partition(), new ArrayList<>());
      if (stretch.from() < stretch.to()) {
        left.put(stretch.partition(), stretch);
      }
    }
    connection.watch(left.keySet().stream().map(TopicPartition::topic).toList());
    long lastMoved = System.nanoTime();
    while (!left.isEmpty()) {
      moved = false;
      ask();
      connection.poll(POLL_MS);
      long now = System.nanoTime();
      lastMoved = moved ? now : lastMoved;
      if (failure != null) {
        throw failure;
      }
      if (closed.getAsBoolean() || now - lastMoved > PATIENCE.toNanos()) {
        throw new TimeoutException(
            "Nothing could be read for %d s of %s".formatted(PATIENCE.toSeconds(), left.keySet()));
      }
    }
    return Map.copyOf(found);
  }

  private void ask() {
    Set<Node> nodes = new HashSet<>();
    for (Stretch stretch : left.values()) {
      Optional<Leader> leader = connection.leader(stretch.partition());
      if (leader.isEmpty()) {
        connection.refresh();
        connection.topicError(stretch.partition().topic()).ifPresent(this::failed);
      } else if (!asked.contains(leader.get().node())) {
        Node node = leader.get().node();
        connection.want(
            node,
            stretch.partition(),
            new Wanted(leader.get(), stretch.from(), -1, PARTITION_BYTES));
        nodes.add(node);
      }
    }
    for (Node node : nodes) {
      if (connection.ready(node)) {
        asked.add(node);
        connection.fetch(node, FETCH, result -> fetched(node, result));
      }
    }
  }

  private void fetched(Node node, FetchResult result) {
    asked.remove(node);
    if (result.error() != null) {
      failed(result.error());
      return;
    }
    for (FetchResult.Partition partition : result.partitions()) {
      if (partition.error() instanceof OffsetOutOfRangeException) {
        askForStart(node, partition.partition());
      } else if (partition.error() != null) {
        connection.leaveOut(node, partition.partition());
        failed(partition.error());
      } else {
        take(node, partition);
      }
    }
  }

  private void failed(ApiException error) {
    connection.refresh();
    if (!(error instanceof RetriableException)) {
      failure = error;
    }
  }

  /** Retention was there: it goes on with what is left. */
  private void askForStart(Node node, TopicPartition partition) {
    connection.leaveOut(node, partition);
    Optional<Leader> leader = connection.leader(partition);
    if (leader.isEmpty()) {
      return;
    }
    asked.add(node);
    connection.listOffsets(
        node,
        Map.of(partition, leader.get()),
        SourceConnection.EARLIEST,
        starts -> {
          asked.remove(node);
          PartitionOffset start = starts.get(partition);
          if (start != null && start.error() == null) {
            goOn(node, partition, start.offset());
          }
        });
  }

  private void take(Node node, FetchResult.Partition fetched) {
    Stretch stretch = left.get(fetched.partition());
    if (stretch == null) {
      return;
    }
    List<BatchHeader> batches = found.get(fetched.partition());
    ByteBuffer records = fetched.records();
    long next = stretch.from();
    try {
      for (Optional<BatchHeader> read = BatchHeader.read(records);
          read.isPresent();
          read = BatchHeader.read(records)) {
        BatchHeader header = read.get();
        if (header.lastOffset() >= stretch.from() && header.baseOffset() < stretch.to()) {
          batches.add(header);
        }
        next = Math.max(next, header.nextOffset());
        records.position(records.position() + header.sizeInBytes());
      }
    } catch (CorruptBatchException e) {
      failure = new ApiException(fetched.partition() + ": " + e.getMessage(), e);
    }
    goOn(node, fetched.partition(), next);
  }

  private void goOn(Node node, TopicPartition partition, long next) {
    Stretch stretch = left.get(partition);
    if (stretch == null || next <= stretch.from()) {
      return;
    }
    moved = true;
    if (next < stretch.to()) {
      left.put(partition, new Stretch(partition, next, stretch.to()));
    } else {
      left.remove(partition);
      connection.leaveOut(node, partition);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
