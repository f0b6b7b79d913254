package dev.kafkamirror.replicator.convert;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Properties of Kafka clients that the engine heeds, and what becomes of the others. */
final class ClientRules {
  /** Sizes, waits and guarantees that the engine chooses by itself. */
  private static final Set<String> CHOSEN =
      Set.of(
          "acks",
          "allow.auto.create.topics",
          "auto.commit.interval.ms",
          "batch.size",
          "buffer.memory",
          "check.crcs",
          "client.id",
          "delivery.timeout.ms",
          "enable.auto.commit",
          "enable.idempotence",
          "fetch.max.bytes",
          "fetch.max.wait.ms",
          "fetch.min.bytes",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "heartbeat.interval.ms",
          "key.deserializer",
          "key.serializer",
          "linger.ms",
          "max.block.ms",
          "max.in.flight.requests.per.connection",
          "max.poll.interval.ms",
          "max.poll.records",
          "max.request.size",
          "partition.assignment.strategy",
          "retries",
          "session.timeout.ms",
          "transaction.timeout.ms",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  /** Foreign classes, which the engine does not load. */
  private static final Set<String> CLASSES =
      Set.of(
          "config.providers",
          "interceptor.classes",
          "metric.reporters",
          "partitioner.class",
          "security.providers");

  private final Context context;

  ClientRules(Context context) {
    this.context = context;
  }

  /** What a cluster's clients have, besides the connection. */
  void convert(String side, ClusterInput cluster) {
    boolean source = side.equals("source");
    cluster
        .consumer()
        .take("client.rack")
        .ifPresent(
            rack -> {
              if (source) {
                context.document().set("source.rack.id", rack.value());
                context.findings().kept(rack, "source.rack.id");
              } else {
                context.findings().dropped(rack, "no records are fetched from the target");
              }
            });
    if (source) {
      drop(cluster.producer(), "no records are written to the source");
    } else {
      compression(cluster.producer());
    }
    client(side + ".clientConfig.consumer", cluster.consumer());
    client(side + ".clientConfig.producer", cluster.producer());
    client(side + ".clientConfig.admin", cluster.admin());
  }

  private void compression(Settings producer) {
    producer
        .take("compression.type")
        .ifPresent(
            codec -> {
              String reason =
                  "batches keep the codec that they have at the source; set compression.type of the"
                      + " remote topics to have the target's brokers compress them";
              if (codec.value().equals("none")) {
                context.findings().dropped(codec, reason);
              } else {
                context.findings().lost(codec, reason);
              }
            });
  }

  private void client(String field, Settings settings) {
    Map<String, String> own = new TreeMap<>();
    settings
        .takeAll()
        .forEach(
            (name, setting) -> {
              if (CHOSEN.contains(name)) {
                context.findings().dropped(setting, "the engine chooses it");
              } else if (CLASSES.contains(name)) {
                context.findings().lost(setting, "the engine loads no foreign classes");
              } else if (setting.provided()) {
                context
                    .findings()
                    .lost(
                        setting,
                        "comes from a config provider and may be secret, and this field is in the"
                            + " clear: add it by hand if it is not");
              } else {
                own.put(name, setting.value());
                context.findings().kept(setting, field);
              }
            });
    if (!own.isEmpty()) {
      context.document().set(field, own);
    }
  }

  private void drop(Settings settings, String reason) {
    settings.takeAll().values().forEach(s -> context.findings().dropped(s, reason));
  }
}
