package dev.kafkamirror.replicator.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * kafka-clients properties of one cluster, by the client that uses them. Passwords stand in them in
 * the clear: never log one, {@link #toString()} shows names only.
 *
 * @param alias the cluster's alias
 * @param clusterId the only cluster that is meant, null when any that answers is
 * @param common what every client gets: bootstrap servers, TLS, authentication, the user's {@code
 *     clientConfig.common}
 * @param consumer what consumers get besides {@code common}
 * @param producer what producers get besides {@code common}
 * @param admin what admin clients get besides {@code common}
 */
public record ClientSettings(
    String alias,
    String clusterId,
    Map<String, Object> common,
    Map<String, Object> consumer,
    Map<String, Object> producer,
    Map<String, Object> admin) {

  public ClientSettings {
    Objects.requireNonNull(alias, "alias");
    common = Map.copyOf(common);
    consumer = Map.copyOf(consumer);
    producer = Map.copyOf(producer);
    admin = Map.copyOf(admin);
  }

  /** Whether the clients of both have the same properties, whichever cluster is meant. */
  public boolean sameClients(ClientSettings other) {
    return new ClientSettings(alias, other.clusterId, common, consumer, producer, admin)
        .equals(other);
  }

  /** All properties of a consumer, in a map that the caller may change. */
  public Map<String, Object> forConsumer() {
    return merged(consumer);
  }

  /** All properties of a producer, in a map that the caller may change. */
  public Map<String, Object> forProducer() {
    return merged(producer);
  }

  /** All properties of an admin client, in a map that the caller may change. */
  public Map<String, Object> forAdmin() {
    return merged(admin);
  }

  private Map<String, Object> merged(Map<String, Object> own) {
    Map<String, Object> all = new HashMap<>(common);
    all.putAll(own);
    return all;
  }

  @Override
  public String toString() {
    return "ClientSettings[" + alias + ", " + common.keySet() + "]";
  }
}
