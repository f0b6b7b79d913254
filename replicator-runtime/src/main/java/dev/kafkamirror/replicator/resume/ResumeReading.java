package dev.kafkamirror.replicator.resume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Reads both sides of a set of partitions, of each first the tail and then the source, and has them
 * compared. A partition that cannot be read fails alone. For one thread.
 */
final class ResumeReading {
  private static final Duration WAIT = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LogReader source;
  private final LogReader target;
  private final BooleanSupplier closed;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, ResumeWork> bySource = new HashMap<>();
  private final Map<TopicPartition, ResumeWork> byTarget = new HashMap<>();
  private boolean moved;

  ResumeReading(LogReader source, LogReader target, BooleanSupplier closed, LongSupplier nanoTime) {
    this.source = source;
    this.target = target;
    this.closed = closed;
    this.nanoTime = nanoTime;
  }

  /** Completes the result of each. */
  void run(Collection<ResumeWork> works) {
    works.forEach(
        work -> {
          bySource.put(work.source(), work);
          byTarget.put(work.target(), work);
        });
    target.read(works.stream().collect(Collectors.toMap(ResumeWork::target, ResumeWork::tailAt)));
    long lastMoved = nanoTime.getAsLong();
    while (!bySource.isEmpty()) {
      moved = false;
      readTails();
      readSources();
      long now = nanoTime.getAsLong();
      lastMoved = moved ? now : lastMoved;
      if (closed.getAsBoolean()) {
        fail(List.copyOf(bySource.values()), new IllegalStateException("The resume is closed"));
      } else if (now - lastMoved > PATIENCE.toNanos()) {
        List.copyOf(bySource.values()).forEach(work -> fail(List.of(work), stuck(work)));
      }
    }
  }

  private static TimeoutException stuck(ResumeWork work) {
    return new TimeoutException(
        "Nothing could be read for %d s from %s at offset %d"
            .formatted(
                PATIENCE.toSeconds(),
                work.hasTail() ? work.source() : work.target(),
                work.hasTail() ? work.sourceAt() : work.tailAt()));
  }

  private void readTails() {
    for (ConsumerRecord<byte[], byte[]> record : poll(target, byTarget)) {
      byTarget.get(new TopicPartition(record.topic(), record.partition())).tail(record);
      moved = true;
    }
    List<ResumeWork> read = new ArrayList<>();
    for (TopicPartition partition : target.reading()) {
      ResumeWork work = byTarget.get(partition);
      work.tailReadTo(target.position(partition));
      if (work.hasTail()) {
        read.add(work);
      }
    }
    moved |= !read.isEmpty();
    target.stop(read.stream().map(ResumeWork::target).toList());
    Map<TopicPartition, Long> from = new HashMap<>();
    for (ResumeWork work : read) {
      if (work.hasSource()) {
        compare(work);
      } else {
        from.put(work.source(), work.sourceAt());
      }
    }
    source.read(from);
  }

  private void readSources() {
    for (ConsumerRecord<byte[], byte[]> record : poll(source, bySource)) {
      bySource.get(new TopicPartition(record.topic(), record.partition())).source(record);
      moved = true;
    }
    List<ResumeWork> read = new ArrayList<>();
    for (TopicPartition partition : source.reading()) {
      ResumeWork work = bySource.get(partition);
      work.sourceReadTo(source.position(partition));
      if (work.hasSource()) {
        read.add(work);
      }
    }
    source.stop(read.stream().map(ResumeWork::source).toList());
    moved |= !read.isEmpty();
    read.forEach(this::compare);
  }

  private void compare(ResumeWork work) {
    work.compare();
    if (work.result().isDone()) {
      forget(work);
    } else {
      target.read(Map.of(work.target(), work.tailAt()));
    }
  }

  private void forget(ResumeWork work) {
    bySource.remove(work.source());
    byTarget.remove(work.target());
  }

  private Iterable<ConsumerRecord<byte[], byte[]>> poll(
      LogReader reader, Map<TopicPartition, ResumeWork> works) {
    try {
      return reader.poll(WAIT);
    } catch (TopicAuthorizationException e) {
      Set<String> topics = e.unauthorizedTopics();
      failIn(reader, works, p -> topics.contains(p.topic()), e);
    } catch (OffsetOutOfRangeException e) {
      failIn(reader, works, e.partitions()::contains, e);
    }
    return List.of();
  }

  private void failIn(
      LogReader reader,
      Map<TopicPartition, ResumeWork> works,
      Predicate<TopicPartition> which,
      RuntimeException error) {
    fail(reader.reading().stream().filter(which).map(works::get).toList(), error);
  }

  private void fail(List<ResumeWork> works, RuntimeException error) {
    source.stop(works.stream().map(ResumeWork::source).toList());
    target.stop(works.stream().map(ResumeWork::target).toList());
    works.forEach(
        work -> {
          forget(work);
          work.result().completeExceptionally(error);
        });
  }
}
