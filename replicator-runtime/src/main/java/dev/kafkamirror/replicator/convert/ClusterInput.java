package dev.kafkamirror.replicator.convert;

import java.util.Map;

/**
 * One side of a flow as the user configured it.
 *
 * @param alias the cluster's alias
 * @param common what every client gets: connection and security
 * @param consumer what consumers get besides
 * @param producer what producers get besides
 * @param admin what admin clients get besides
 * @param typed fields that are ready for the KafkaMirror, by name ({@code tls}, {@code
 *     authentication}); they count before the settings
 */
record ClusterInput(
    String alias,
    Settings common,
    Settings consumer,
    Settings producer,
    Settings admin,
    Map<String, Object> typed) {

  static ClusterInput of(String alias, Map<String, Object> typed) {
    return new ClusterInput(
        alias, new Settings(), new Settings(), new Settings(), new Settings(), typed);
  }

  /** Puts a setting of the cluster, {@code consumer.} and so on standing before its name. */
  void put(String name, Setting setting) {
    if (name.startsWith("consumer.")) {
      consumer.put(name.substring("consumer.".length()), setting);
    } else if (name.startsWith("producer.")) {
      producer.put(name.substring("producer.".length()), setting);
    } else if (name.startsWith("admin.")) {
      admin.put(name.substring("admin.".length()), setting);
    } else {
      common.put(name, setting);
    }
  }

  void reportOverridden(Findings findings) {
    common.reportOverridden(findings);
    consumer.reportOverridden(findings);
    producer.reportOverridden(findings);
    admin.reportOverridden(findings);
  }
}
