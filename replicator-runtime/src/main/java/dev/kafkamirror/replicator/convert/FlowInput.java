package dev.kafkamirror.replicator.convert;

import java.util.Map;

/**
 * One flow as the user configured it, wherever that stood.
 *
 * @param name of the KafkaMirror that it becomes
 * @param namespace null where none is said
 * @param source the cluster that is read
 * @param target the cluster that is written
 * @param connector settings of MirrorMaker 2's connectors
 * @param heartbeats where heartbeats are written
 * @param connect under which names it runs, where neither the flow nor its target says others
 * @param checkpoints whether consumer groups are followed at all
 * @param extra fields that are ready for the KafkaMirror's spec
 * @param findings what is already known to have become of settings
 */
record FlowInput(
    String name,
    String namespace,
    ClusterInput source,
    ClusterInput target,
    Settings connector,
    HeartbeatInput heartbeats,
    ConnectInput connect,
    boolean checkpoints,
    Map<String, Object> extra,
    Findings findings) {

  /** Puts what stands at a connector and loses against the clusters' own settings. */
  void putBelow(String name, Setting setting) {
    if (name.startsWith("consumer.") && !isConnectors(name)) {
      source.put(name, setting);
    } else if (name.startsWith("admin.") && !isConnectors(name)) {
      source.put(name, setting);
      target.put(name, setting);
    }
  }

  /** Puts what stands at a connector and counts before all else. */
  void put(String name, Setting setting) {
    if (name.startsWith("source.cluster.") && !isConnectors(name)) {
      source.common().put(name.substring("source.cluster.".length()), setting);
    } else if (name.startsWith("target.cluster.") && !isConnectors(name)) {
      target.common().put(name.substring("target.cluster.".length()), setting);
    } else if (name.matches("source\\.(consumer|producer|admin)\\..*")) {
      source.put(name.substring("source.".length()), setting);
    } else if (name.matches("target\\.(consumer|producer|admin)\\..*")) {
      target.put(name.substring("target.".length()), setting);
    } else if (name.startsWith("producer.override.")) {
      target.producer().put(name.substring("producer.override.".length()), setting);
    } else if (!name.matches("(consumer|admin)\\..*") || isConnectors(name)) {
      connector.put(name, setting);
    }
  }

  /** Names that look like a client's or a cluster's and are the connector's own. */
  private static boolean isConnectors(String name) {
    return switch (name) {
      case "source.cluster.alias",
          "target.cluster.alias",
          "admin.timeout.ms",
          "consumer.poll.timeout.ms" ->
          true;
      default -> name.startsWith("consumer.override.") || name.startsWith("admin.override.");
    };
  }
}
