package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.network.Toxiproxy;
import dev.kafkamirror.local.process.NetworkSpace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a cluster is to be like.
 *
 * @param name stands in directory and process names
 * @param program the version of Kafka
 * @param messageFormat Kafka version whose record format the brokers keep records in, null for
 *     today's; needs ZooKeeper instead of a controller
 * @param brokers number of brokers; one broker is its own controller, more get a controller beside
 *     them so that the quorum survives whatever happens to brokers
 * @param users passwords by user, valid with PLAIN and both SCRAM mechanisms
 * @param authorizer whether ACLs are enforced (nothing is allowed without one, except on PLAINTEXT)
 * @param hostnames names on the brokers' certificates beside the address
 * @param properties broker properties that win over ours
 * @param directory in which a new one for data and logs is made
 * @param proxies what listener PROXIED is reached through, null without that listener
 */
record KafkaClusterSpec(
    String name,
    KafkaProgram program,
    String messageFormat,
    int brokers,
    Set<ListenerKind> listeners,
    Map<String, String> users,
    boolean authorizer,
    Map<String, String> properties,
    List<String> jvmOptions,
    List<String> hostnames,
    NetworkSpace space,
    Path directory,
    Toxiproxy proxies) {

  boolean zooKeeper() {
    return messageFormat != null;
  }

  boolean separateController() {
    return brokers > 1 && !zooKeeper();
  }

  /** Node id of the controller; brokers are 0, 1, …. */
  int controllerId() {
    return separateController() ? 100 : 0;
  }

  boolean encrypted() {
    return listeners.stream().anyMatch(ListenerKind::encrypted);
  }

  /**
   * Properties that only depend on the size of the cluster: small topics, quick elections, quick
   * groups; nothing is deleted for its age.
   */
  Map<String, String> commonProperties() {
    String replicas = Integer.toString(Math.min(3, brokers));
    Map<String, String> p = new LinkedHashMap<>();
    p.put("offsets.topic.replication.factor", replicas);
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.replication.factor", replicas);
    p.put("transaction.state.log.num.partitions", "4");
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.replication.factor", replicas);
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("default.replication.factor", replicas);
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("auto.create.topics.enable", "false");
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("broker.heartbeat.interval.ms", "500");
    p.put("broker.session.timeout.ms", "6000");
    // Records of tests have times of years ago.
    p.put("log.retention.ms", "-1");
    p.put("log.cleaner.dedupe.buffer.size", "8388608");
    if (zooKeeper()) {
      // From 3.0 on, which KRaft needs, brokers know today's format only.
      p.put("inter.broker.protocol.version", "2.8");
      p.put("log.message.format.version", messageFormat);
    }
    p.putAll(properties);
    return p;
  }
}
