package dev.kafkamirror.replicator.settings;

import java.util.Map;
import java.util.Objects;

/**
 * kafka-clients properties of one cluster, by the client that uses them. Passwords stand in them in
 * the clear: never log one, {@link #toString()} shows names only.
 *
 * @param alias the cluster's alias
 */
public record ClientSettings(
    String alias,
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

  @Override
  public String toString() {
    return "ClientSettings[" + alias + ", " + common.keySet() + "]";
  }
}
