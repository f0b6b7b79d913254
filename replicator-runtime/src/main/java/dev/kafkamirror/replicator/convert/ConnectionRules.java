package dev.kafkamirror.replicator.convert;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a cluster is reached: addresses, TLS and SASL, which a mirror has once for each cluster. */
final class ConnectionRules {
  private static final String SECURITY_PROTOCOL = "security.protocol";

  private final String side;
  private final ClusterInput cluster;
  private final Context context;
  private final Settings connection = new Settings();
  private final Map<String, String> effective = new HashMap<>();
  private final Map<String, String> secret = new TreeMap<>();

  /**
   * @param side {@code source} or {@code target}
   */
  ConnectionRules(String side, ClusterInput cluster, Context context) {
    this.side = side;
    this.cluster = cluster;
    this.context = context;
  }

  static boolean isConnection(String name) {
    return name.equals("bootstrap.servers")
        || name.equals(SECURITY_PROTOCOL)
        || name.startsWith("ssl.")
        || name.startsWith("sasl.");
  }

  /**
   * @param main the client whose credentials count: the one that records go through
   */
  void convert(Settings main, List<Settings> others) {
    gather(cluster.common());
    gather(main);
    context.document().set(side + ".alias", cluster.alias());
    bootstrapServers();
    String protocol = protocol();
    Optional<TlsRules.Tls> tls = tls(protocol.endsWith("SSL"));
    Optional<SaslRules.Login> login =
        protocol.startsWith("SASL_") && !cluster.typed().containsKey("authentication")
            ? new SaslRules(side, cluster.alias(), connection, context).convert(secret)
            : Optional.empty();
    String name = secret.isEmpty() ? null : context.secrets().name(cluster.alias(), secret);
    Object typedTls = cluster.typed().get("tls");
    if (tls.isPresent()) {
      context.document().set(side + ".tls", tls.get().fields(name));
    } else if (typedTls != null) {
      context.document().set(side + ".tls", typedTls);
    }
    if (cluster.typed().containsKey("authentication")) {
      context.document().set(side + ".authentication", cluster.typed().get("authentication"));
    }
    login.ifPresent(l -> context.document().set(side + ".authentication", l.fields(name)));
    reportRest(protocol);
    others.forEach(this::compare);
  }

  private void gather(Settings settings) {
    settings
        .takeAll()
        .forEach(
            (name, setting) -> {
              if (isConnection(name)) {
                connection.put(name, setting);
                effective.put(name, setting.value());
              } else {
                settings.put(name, setting);
              }
            });
  }

  private void bootstrapServers() {
    Optional<Setting> servers = connection.take("bootstrap.servers");
    if (servers.isEmpty()) {
      context.problem(
          cluster.alias() + ".bootstrap.servers is missing: name brokers of the cluster");
      return;
    }
    if (References.isOpen(servers.get().value())) {
      context.problem(
          servers.get().key() + " refers to what can't be read here: write the addresses out");
      return;
    }
    List<String> addresses =
        servers.get().list().stream().map(s -> s.replaceFirst("^[A-Za-z0-9._%-]*://", "")).toList();
    context.document().set(side + ".bootstrapServers", addresses);
    context.findings().kept(servers.get(), side + ".bootstrapServers");
  }

  private String protocol() {
    Setting protocol = connection.take(SECURITY_PROTOCOL, "PLAINTEXT");
    String name = protocol.value().toUpperCase(Locale.ROOT);
    switch (name) {
      case "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL" -> {
        if (!protocol.isDefault()) {
          context
              .findings()
              .kept(
                  protocol,
                  switch (name) {
                    case "PLAINTEXT" -> "";
                    case "SSL" -> side + ".tls";
                    case "SASL_PLAINTEXT" -> side + ".authentication";
                    default -> side + ".tls, " + side + ".authentication";
                  });
        }
      }
      default ->
          context.problem(protocol.key() + " must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL");
    }
    return name;
  }

  private Optional<TlsRules.Tls> tls(boolean encrypted) {
    return encrypted && !cluster.typed().containsKey("tls")
        ? Optional.of(new TlsRules(side, connection, context).convert(secret))
        : Optional.empty();
  }

  private void reportRest(String protocol) {
    boolean tls = protocol.endsWith("SSL") || cluster.typed().containsKey("tls");
    boolean sasl = protocol.startsWith("SASL_");
    connection
        .takeAll()
        .forEach(
            (name, setting) -> {
              if (name.startsWith("ssl.") ? !tls : !sasl) {
                context.findings().dropped(setting, "security.protocol makes no use of it");
              } else if (name.equals("ssl.endpoint.identification.algorithm")
                  && setting.value().isEmpty()) {
                context.document().set(side + ".tls.hostnameVerification", "Disabled");
                context.findings().kept(setting, side + ".tls.hostnameVerification");
              } else {
                context
                    .findings()
                    .lost(setting, "the mirror has no field for it: kafka-clients' default counts");
              }
            });
    connection.reportOverridden(context.findings());
  }

  /** Other clients go with the same credentials; what is set for them alone is lost. */
  private void compare(Settings other) {
    other
        .takeAll()
        .forEach(
            (name, setting) -> {
              if (!isConnection(name)) {
                other.put(name, setting);
              } else if (setting.value().equals(effective.get(name))) {
                context.findings().dropped(setting, "all clients of a cluster connect so");
              } else {
                context
                    .findings()
                    .lost(
                        setting,
                        "all clients of a cluster connect in the same way: as "
                            + (side.equals("source") ? "its consumer" : "its producer")
                            + " does");
              }
            });
  }
}
