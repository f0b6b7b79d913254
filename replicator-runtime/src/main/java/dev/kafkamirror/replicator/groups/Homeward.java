package dev.kafkamirror.replicator.groups;

import dev.kafkamirror.replicator.cluster.Right;
import dev.kafkamirror.replicator.position.OtherPositions;
import dev.kafkamirror.replicator.position.StoredPosition;
import dev.kafkamirror.replicator.settings.ClientSettings;
import dev.kafkamirror.replicator.settings.FlowSettings;
import dev.kafkamirror.replicator.topic.KnownTopic;
import dev.kafkamirror.replicator.topic.TopicDescriptions;
import dev.kafkamirror.replicator.topic.TopicNaming;
import dev.kafkamirror.replicator.topic.TopicSelection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * The way home of groups that have gone on at remote topics, after a failover: {@code east.orders}
 * of the source is a copy of {@code orders} of the target, made by a mirror from there. What that
 * mirror has noted in its positions leads back to the very record. For one thread.
 */
final class Homeward implements AutoCloseable {
  private static final String POSITIONS = "mm2-positions.";

  private final Admin source;
  private final Admin target;
  private final ClientSettings cluster;
  private final Map<String, KnownTopic> away = new HashMap<>();
  private final Map<String, KnownTopic> home = new HashMap<>();
  private OtherPositions positions;
  private AuthorizationException refusal;

  /**
   * @param cluster the source's
   */
  Homeward(Admin source, Admin target, ClientSettings cluster) {
    this.source = source;
    this.target = target;
    this.cluster = cluster;
  }

  /**
   * Learns what is known of these topics of the source, as far as they came from the target.
   *
   * @throws ExecutionException when a cluster does not answer
   */
  void look(FlowSettings settings, Set<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    away.clear();
    home.clear();
    refusal = null;
    TopicNaming naming = TopicNaming.of(settings);
    Predicate<String> selectors = TopicSelection.selectors(settings);
    Set<String> remote = new HashSet<>();
    Set<String> original = new HashSet<>();
    for (String topic : topics) {
      naming
          .nameAtHome(topic)
          .filter(selectors)
          .ifPresent(
              name -> {
                remote.add(topic);
                original.add(name);
              });
    }
    if (remote.isEmpty()) {
      return;
    }
    Set<String> flows = flows(settings.target().alias());
    if (flows.isEmpty()) {
      return;
    }
    try {
      read(flows);
    } catch (TopicAuthorizationException e) {
      String refused = String.join(", ", e.unauthorizedTopics());
      refusal = Right.onTopic("Read", refused, "source " + cluster.alias()).named(e);
      return;
    }
    away.putAll(TopicDescriptions.read(source, remote::contains).topics());
    home.putAll(TopicDescriptions.read(target, original::contains).topics());
  }

  private Set<String> flows(String from) throws ExecutionException, InterruptedException {
    Set<String> flows = new HashSet<>(source.listTopics().names().get());
    flows.removeIf(t -> !t.startsWith(POSITIONS + from + ".") || !t.endsWith(".internal"));
    return flows;
  }

  private void read(Set<String> flows) throws TimeoutException {
    if (positions == null) {
      positions = new OtherPositions(cluster, "groups-homeward");
    }
    positions.readToEnd(flows);
  }

  /** The way of one partition; empty when it did not come from the target, as far as is known. */
  Optional<Way> way(TopicPartition partition, TopicNaming naming) {
    KnownTopic here = away.get(partition.topic());
    KnownTopic there = naming.nameAtHome(partition.topic()).map(home::get).orElse(null);
    if (here == null || there == null) {
      return Optional.empty();
    }
    TopicPartition original = new TopicPartition(there.name(), partition.partition());
    return positions.latest(original).stream()
        .filter(stored -> isOf(stored, there, here))
        .findAny()
        .map(stored -> new Way(original, Optional.of(stored.copied().reversed()), stored.topics()));
  }

  /** Not of earlier topics of the same names. */
  private static boolean isOf(StoredPosition stored, KnownTopic original, KnownTopic copy) {
    return stored.topics().sourceId().equals(original.id())
        && stored.topics().remoteId().equals(copy.id());
  }

  /** Why the way home is not known, null when nothing was refused. */
  AuthorizationException refusal() {
    return refusal;
  }

  @Override
  public void close() {
    if (positions != null) {
      positions.close();
    }
  }
}
