package dev.kafkamirror.replicator.claim;

import dev.kafkamirror.replicator.cluster.Clients;
import dev.kafkamirror.replicator.cluster.ClusterErrors;
import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.CompactedTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of one cluster in which mirrors into it say what they write, one topic a flow. */
final class ClaimTopics {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimTopics.class);
  private static final String BEGIN = "mm2-topics.";
  private static final String END = ".internal";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long WITHIN_SECONDS = 20;
  private static final int WITHIN_MS = 20_000;
  private static final Map<String, Object> READING =
      Map.of(
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "earliest",
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_uncommitted",
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          WITHIN_MS);

  private final Admin admin;
  private final ClientSettings cluster;
  private final String at;

  /** Topics that may be seen but not read; said once. */
  private final Set<String> unreadable = new HashSet<>();

  /**
   * @param part of the cluster in the flow, source or target
   */
  ClaimTopics(Admin admin, ClientSettings cluster, String part) {
    this.admin = admin;
    this.cluster = cluster;
    this.at = part + " " + cluster.alias();
  }

  /** That of a flow. */
  static String name(String flow) {
    return BEGIN + flow + END;
  }

  /**
   * Makes sure that a flow has its topic, and reads it to its end.
   *
   * @param replicationFactor of the topic, should it be missing; -1 for the brokers' default
   * @throws IOException when a record is no claim: nothing is known then
   * @throws TimeoutException when the end is not reached in time
   */
  Collection<TopicClaim> open(String flow, int replicationFactor)
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    CompactedTopic.ensure(admin, name(flow), replicationFactor, Map.of(), at);
    Collection<TopicClaim> claims = read(flow);
    if (claims.isEmpty()) {
      // The right to read is missed only where there is something to read.
      withdraw(flow, List.of(""));
      claims = read(flow);
    }
    return claims;
  }

  private Collection<TopicClaim> read(String flow) throws IOException, TimeoutException {
    String topic = name(flow);
    try (var consumer = Clients.consumer(cluster, "claims-reader", READING)) {
      return read(consumer, Set.of(new TopicPartition(topic, 0))).values();
    } catch (AuthorizationException e) {
      throw Right.onTopic("Read", topic, at).named(e);
    }
  }

  /** What flows claim now. Those of a flow whose topic may not be read are missing. */
  private List<TopicClaim> read(Predicate<String> flows)
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    Set<TopicPartition> partitions = new HashSet<>();
    for (String topic : admin.listTopics().names().get()) {
      if (topic.startsWith(BEGIN) && topic.endsWith(END) && flows.test(flow(topic))) {
        partitions.add(new TopicPartition(topic, 0));
      }
    }
    partitions.removeIf(p -> unreadable.contains(p.topic()));
    if (partitions.isEmpty()) {
      return List.of();
    }
    try (var consumer = Clients.consumer(cluster, "claims-reader", READING)) {
      return List.copyOf(read(consumer, partitions).values());
    } catch (TopicAuthorizationException e) {
      LOG.atWarn()
          .addKeyValue("cluster", cluster.alias())
          .addKeyValue("topics", e.unauthorizedTopics())
          .log("What other mirrors write is not known without the right Read on their topics");
      if (!unreadable.addAll(e.unauthorizedTopics())) {
        throw e;
      }
      return read(flows);
    }
  }

  /**
   * What others claim now, as far as it may be read, with what flows without pods have written as
   * left: they hold it no longer, and make sure when they come back.
   *
   * @param flows whose claims are asked for
   * @throws IOException when a record is no claim: nothing is known then
   * @throws TimeoutException when an end is not reached in time
   */
  List<TopicClaim> readLiving(Predicate<String> flows)
      throws ExecutionException, InterruptedException, IOException, TimeoutException {
    List<TopicClaim> claims = read(flows);
    Set<String> living = living(claims.stream().map(TopicClaim::flow).distinct().toList());
    return claims.stream().map(c -> living.contains(c.flow()) ? c : c.left()).toList();
  }

  /** Flows whose group has members; also those of which it may not be known. */
  private Set<String> living(List<String> flows) throws ExecutionException, InterruptedException {
    Set<String> living = new HashSet<>();
    var groups =
        admin
            .describeConsumerGroups(flows.stream().map(FlowSettings::groupIdOf).toList())
            .describedGroups();
    for (String flow : flows) {
      try {
        if (!groups.get(FlowSettings.groupIdOf(flow)).get().members().isEmpty()) {
          living.add(flow);
        }
      } catch (ExecutionException e) {
        switch (ClusterErrors.cause(e)) {
          case GroupIdNotFoundException _ -> {
            // It has no members.
          }
          case AuthorizationException _ -> living.add(flow);
          default -> throw e;
        }
      }
    }
    return living;
  }

  private static Map<String, TopicClaim> read(
      Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions)
      throws IOException, TimeoutException {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, TopicClaim> claims = new HashMap<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WITHIN_SECONDS);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        String flow = flow(record.topic());
        String key = flow + " " + ClaimFormat.remote(record.key());
        if (record.value() == null) {
          claims.remove(key);
        } else {
          claims.put(key, ClaimFormat.read(flow, record.key(), record.value()));
        }
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(partitions + " could not be read to their ends in time");
      }
    }
    return claims;
  }

  private static String flow(String topic) {
    return topic.substring(BEGIN.length(), Math.max(BEGIN.length(), topic.length() - END.length()));
  }

  /** Returns when a flow's topic has all of these. */
  void write(String flow, Collection<TopicClaim> claims)
      throws ExecutionException, InterruptedException, TimeoutException {
    send(
        name(flow),
        claims.stream()
            .map(
                claim ->
                    new ProducerRecord<>(
                        name(flow), 0, ClaimFormat.key(claim.remote()), ClaimFormat.value(claim)))
            .toList());
  }

  /** Returns when a flow claims none of these remote topics any more. */
  void withdraw(String flow, Collection<String> remotes)
      throws ExecutionException, InterruptedException, TimeoutException {
    send(
        name(flow),
        remotes.stream()
            .map(
                remote ->
                    new ProducerRecord<byte[], byte[]>(
                        name(flow), 0, ClaimFormat.key(remote), null))
            .toList());
  }

  private void send(String topic, List<ProducerRecord<byte[], byte[]>> records)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (records.isEmpty()) {
      return;
    }
    Map<String, Object> needed = Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MS);
    try (var producer = Clients.producer(cluster, "claims-writer", needed)) {
      List<Future<?>> writes = new ArrayList<>();
      records.forEach(record -> writes.add(producer.send(record)));
      for (Future<?> write : writes) {
        write.get(WITHIN_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      throw new ExecutionException(Right.onTopic("Write", topic, at).named(e));
    }
  }
}
