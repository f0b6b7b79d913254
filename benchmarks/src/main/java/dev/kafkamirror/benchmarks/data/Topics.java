package dev.kafkamirror.benchmarks.data;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics come and go. */
public final class Topics {
  private static final long DEADLINE_NANOS = 120_000_000_000L;
  private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

  private Topics() {}

  /** Creates a topic and returns when every partition has a leader that knows it is one. */
  public static void create(Admin admin, String topic, int partitions, Map<String, String> config) {
    await(
        admin
            .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
            .all());
    var latest =
        SourceTopic.partitions(topic, partitions).stream()
            .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (true) {
      try {
        await(admin.listOffsets(latest).all());
        return;
      } catch (RetriableException notYet) {
        if (System.nanoTime() > end) {
          throw notYet;
        }
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      }
    }
  }

  /** Deletes topics; those that are not there are fine. */
  public static void delete(Admin admin, Collection<String> topics) {
    try {
      await(admin.deleteTopics(topics).all());
    } catch (UnknownTopicOrPartitionException gone) {
      return;
    }
  }

  /** Deletes the topics whose names begin so. */
  public static void deleteByPrefix(Admin admin, String prefix) {
    delete(
        admin,
        await(admin.listTopics().names()).stream().filter(t -> t.startsWith(prefix)).toList());
  }

  /** Waits; throws what the cluster refused. */
  public static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException refused
          ? refused
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
