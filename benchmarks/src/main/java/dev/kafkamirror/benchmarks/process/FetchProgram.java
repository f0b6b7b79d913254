package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.benchmarks.data.Leaders;
import dev.kafkamirror.replicator.batch.BatchHeader;
import dev.kafkamirror.replicator.wire.FetchResult;
import dev.kafkamirror.replicator.wire.Leader;
import dev.kafkamirror.replicator.wire.SourceConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Main class of {@link FetchLoop}. Prints how many records it has fetched, until it is killed. */
public final class FetchProgram {
  private static final int PARTITION_BYTES = 1 << 20;
  private static final int RESPONSE_BYTES = 8 << 20;
  private static final int WAIT_MS = 500;
  private static final long BETWEEN_WORDS_NANOS = 50_000_000;
  private static final String WORD = "fetched ";

  private final SourceConnection source;
  private final Map<TopicPartition, Long> offsets = new HashMap<>();
  private Leader leader;
  private long records;
  private boolean waiting;

  private FetchProgram(SourceConnection source) {
    this.source = source;
  }

  /**
   * @param arguments file of client properties, topic, partitions
   */
  public static void main(String[] arguments) {
    try (SourceConnection source =
        new SourceConnection(PropertiesFile.client(Path.of(arguments[0])), "fetch-loop")) {
      new FetchProgram(source).run(arguments[1], Integer.parseInt(arguments[2]));
    }
  }

  private void run(String topic, int partitions) {
    source.watch(List.of(topic));
    for (int p = 0; p < partitions; p++) {
      TopicPartition partition = new TopicPartition(topic, p);
      leader = Leaders.await(source, partition);
      want(partition, 0);
    }
    long lastWord = System.nanoTime();
    while (true) {
      if (!waiting && source.ready(leader.node())) {
        waiting = true;
        source.fetch(
            leader.node(),
            new SourceConnection.FetchOptions(WAIT_MS, RESPONSE_BYTES, true, ""),
            this::fetched);
      }
      source.poll(WAIT_MS);
      if (System.nanoTime() - lastWord > BETWEEN_WORDS_NANOS) {
        lastWord = System.nanoTime();
        System.out.println(WORD + records);
      }
    }
  }

  private void want(TopicPartition partition, long offset) {
    offsets.put(partition, offset);
    source.want(
        leader.node(), partition, new SourceConnection.Wanted(leader, offset, -1, PARTITION_BYTES));
  }

  private void fetched(FetchResult result) {
    waiting = false;
    if (result.error() != null) {
      throw new IllegalStateException("cannot fetch", result.error());
    }
    result.partitions().forEach(this::dropped);
  }

  private void dropped(FetchResult.Partition fetched) {
    if (fetched.error() != null) {
      throw new IllegalStateException("cannot fetch " + fetched.partition(), fetched.error());
    }
    long next = offsets.get(fetched.partition());
    ByteBuffer rest = fetched.records().duplicate();
    for (Optional<BatchHeader> batch = BatchHeader.read(rest);
        batch.isPresent();
        batch = BatchHeader.read(rest)) {
      records += batch.get().count();
      next = batch.get().nextOffset();
      rest.position(rest.position() + batch.get().sizeInBytes());
    }
    want(fetched.partition(), next >= fetched.endOffset() ? 0 : next);
  }

  /** What it printed last. */
  static long last(Path log) {
    try {
      return Files.exists(log)
          ? Files.readAllLines(log).stream()
              .filter(line -> line.matches(WORD + "\\d+"))
              .mapToLong(line -> Long.parseLong(line.substring(WORD.length())))
              .max()
              .orElse(0)
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }
}
