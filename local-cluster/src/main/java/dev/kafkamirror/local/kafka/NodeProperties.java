package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.pki.Identity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The {@code server.properties} of one node, as a function of what the cluster is to be like. */
final class NodeProperties {
  private static final String CONTROLLER = "CONTROLLER";

  private NodeProperties() {}

  /**
   * @param controllerPort of the controller or of ZooKeeper
   * @param tls the broker's certificate, null when no listener is encrypted
   * @param caPem the authority that client certificates must come from
   */
  static Map<String, String> of(
      KafkaClusterSpec spec,
      int nodeId,
      int controllerPort,
      NodeListeners clients,
      Path data,
      Identity tls,
      String caPem) {
    boolean controls = !spec.zooKeeper() && nodeId == spec.controllerId();
    boolean serves = !clients.isEmpty();
    String address = spec.space().address();
    Map<String, String> p = new LinkedHashMap<>(spec.commonProperties());
    List<String> roles = new ArrayList<>();
    List<String> listeners = new ArrayList<>();
    List<String> protocols = new ArrayList<>();
    if (controls) {
      roles.add("controller");
      listeners.add(CONTROLLER + "://" + address + ":" + controllerPort);
    }
    if (serves) {
      roles.add("broker");
      clients.kinds().forEach(kind -> listeners.add(kind + "://" + clients.bound(kind)));
      p.put("inter.broker.listener.name", ListenerKind.PLAINTEXT.name());
      p.put("advertised.listeners", clients.allAdvertised());
    }
    for (ListenerKind kind : ListenerKind.values()) {
      protocols.add(kind + ":" + kind.securityProtocol());
    }
    String controller = address + ":" + controllerPort;
    if (spec.zooKeeper()) {
      p.put("zookeeper.connect", controller);
    } else {
      protocols.add(CONTROLLER + ":PLAINTEXT");
      p.put("process.roles", String.join(",", roles));
      p.put("controller.quorum.voters", spec.controllerId() + "@" + controller);
      p.put("controller.listener.names", CONTROLLER);
    }
    p.put("node.id", Integer.toString(nodeId));
    // Each node stands in a rack of its own; only who asks for one notices.
    p.put("broker.rack", "rack-" + nodeId);
    p.put("listeners", String.join(",", listeners));
    p.put("listener.security.protocol.map", String.join(",", protocols));
    p.put("log.dirs", data.toString());
    if (spec.authorizer()) {
      p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
      p.put("super.users", "User:ANONYMOUS");
    }
    if (serves) {
      clients.kinds().forEach(kind -> secure(p, kind, spec.users(), tls, caPem));
    }
    return p;
  }

  private static void secure(
      Map<String, String> p,
      ListenerKind kind,
      Map<String, String> users,
      Identity tls,
      String caPem) {
    String prefix = "listener.name." + kind.name().toLowerCase(java.util.Locale.ROOT) + ".";
    if (kind.encrypted()) {
      p.put(prefix + "ssl.keystore.type", "PEM");
      p.put(prefix + "ssl.keystore.certificate.chain", tls.certificatePem());
      p.put(prefix + "ssl.keystore.key", tls.privateKeyPem());
      p.put(prefix + "ssl.truststore.type", "PEM");
      p.put(prefix + "ssl.truststore.certificates", caPem);
      p.put(prefix + "ssl.client.auth", kind == ListenerKind.MUTUAL_TLS ? "required" : "none");
    }
    if (kind.sasl()) {
      p.putIfAbsent(prefix + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
      String plain =
          users.entrySet().stream()
              .map(e -> " user_" + e.getKey() + "=\"" + e.getValue() + "\"")
              .collect(Collectors.joining());
      p.put(
          prefix + "plain.sasl.jaas.config",
          "org.apache.kafka.common.security.plain.PlainLoginModule required" + plain + ";");
      for (String scram : List.of("scram-sha-256", "scram-sha-512")) {
        p.put(
            prefix + scram + ".sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required;");
      }
    }
  }
}
