package dev.kafkamirror.replicator.acl;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.CompactedTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Which ACLs of the target the mirror itself has created: the keys of a compacted topic there. An
 * ACL is noted before it is created, so that none of the mirror's is ever taken for another's; the
 * reverse can happen only to one that somebody else creates, exactly the same, between the two.
 */
final class AclMemory {
  private static final byte[] CREATED = "created".getBytes(StandardCharsets.UTF_8);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long WRITE_WITHIN_SECONDS = 20;
  private static final int METADATA_WITHIN_MS = 10_000;

  private final FlowSettings settings;
  private final TopicPartition partition;

  AclMemory(FlowSettings settings) {
    this.settings = settings;
    this.partition = new TopicPartition(settings.aclsTopic(), 0);
  }

  /**
   * All that is noted. Creates the topic where it is missing.
   *
   * @throws IOException when a record is none of the mirror's: nothing is known then
   * @throws TimeoutException when the topic's end is not reached in time
   */
  Set<AclBinding> read(Admin target)
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    int replicationFactor = settings.spec().topics().replicationFactor();
    CompactedTopic.ensure(target, partition.topic(), replicationFactor, Map.of(), at());
    Map<String, Object> needed =
        Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_uncommitted");
    Set<AclBinding> noted = new HashSet<>();
    try (var consumer = Clients.consumer(settings.target(), "acls-reader", needed)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WRITE_WITHIN_SECONDS);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record, noted);
        }
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(partition.topic() + " could not be read to its end in time");
        }
      }
    } catch (AuthorizationException e) {
      throw Right.onTopic("Read", partition.topic(), at()).named(e);
    }
    return noted;
  }

  private String at() {
    return "target " + settings.target().alias();
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, Set<AclBinding> noted)
      throws IOException {
    AclBinding acl = AclText.read(record.key());
    if (record.value() == null) {
      noted.remove(acl);
    } else {
      noted.add(acl);
    }
  }

  /** Returns when all of these are noted. */
  void note(Collection<AclBinding> acls)
      throws ExecutionException, InterruptedException, TimeoutException {
    write(acls, CREATED);
  }

  /** Returns when none of these is noted any more. */
  void forget(Collection<AclBinding> acls)
      throws ExecutionException, InterruptedException, TimeoutException {
    write(acls, null);
  }

  private void write(Collection<AclBinding> acls, byte[] value)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (acls.isEmpty()) {
      return;
    }
    Map<String, Object> needed = Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA_WITHIN_MS);
    try (var producer = Clients.producer(settings.target(), "acls-writer", needed)) {
      List<Future<?>> writes = new ArrayList<>();
      acls.forEach(
          acl ->
              writes.add(
                  producer.send(
                      new ProducerRecord<>(
                          partition.topic(), partition.partition(), AclText.write(acl), value))));
      for (Future<?> write : writes) {
        write.get(WRITE_WITHIN_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      throw new ExecutionException(Right.onTopic("Write", partition.topic(), at()).named(e));
    }
  }
}
