package dev.kafkamirror.replicator.settings;

import dev.kafkamirror.api.v1alpha1.AuthenticationSpec;
import dev.kafkamirror.api.v1alpha1.ClientCertificateSpec;
import dev.kafkamirror.api.v1alpha1.ClientConfigSpec;
import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.OAuthSpec;
import dev.kafkamirror.api.v1alpha1.SecretKeyRef;
import dev.kafkamirror.api.v1alpha1.TlsSpec;
import dev.kafkamirror.api.v1alpha1.TlsSpec.HostnameVerification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/** Turns the typed description of a cluster and its secrets into properties of kafka-clients. */
final class ClientProperties {
  /** What the engine sets itself, and what would load foreign classes; the CRD refuses the same. */
  private static final Set<String> RESERVED =
      Set.of(
          "bootstrap.servers",
          "security.protocol",
          "client.id",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "partition.assignment.strategy",
          "enable.auto.commit",
          "auto.offset.reset",
          "isolation.level",
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer",
          "acks",
          "retries",
          "enable.idempotence",
          "max.in.flight.requests.per.connection",
          "transactional.id",
          "interceptor.classes",
          "partitioner.class",
          "metric.reporters",
          "config.providers",
          "security.providers");

  private static final List<ConfigDef> EVERY_CLIENT =
      List.of(
          AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef());

  private final SecretsDirectory secrets;
  private final Problems problems;

  ClientProperties(SecretsDirectory secrets, Problems problems) {
    this.secrets = secrets;
    this.problems = problems;
  }

  /**
   * @param path where the cluster stands in the document
   */
  ClientSettings of(String path, ClusterSpec cluster) {
    Map<String, Object> common = new HashMap<>();
    common.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", cluster.bootstrapServers()));
    common.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol(cluster));
    if (cluster.tls() != null) {
      addTls(path + ".tls", cluster.tls(), common);
    }
    if (cluster.authentication() != null) {
      addAuthentication(path + ".authentication", cluster.authentication(), common);
    }
    check(path, cluster, problems);
    ClientConfigSpec own = cluster.clientConfig();
    common.putAll(own.common());
    return new ClientSettings(
        cluster.alias() == null ? "" : cluster.alias(),
        cluster.clusterId(),
        common,
        new HashMap<>(own.consumer()),
        new HashMap<>(own.producer()),
        new HashMap<>(own.admin()));
  }

  /**
   * Reports properties of the user's own that are reserved, and values that a client would not
   * start with.
   */
  static void check(String path, ClusterSpec cluster, Problems problems) {
    ClientConfigSpec own = cluster.clientConfig();
    String at = path + ".clientConfig";
    check(at + ".common", own.common(), EVERY_CLIENT, problems);
    check(at + ".consumer", own.consumer(), List.of(ConsumerConfig.configDef()), problems);
    check(at + ".producer", own.producer(), List.of(ProducerConfig.configDef()), problems);
    check(at + ".admin", own.admin(), List.of(AdminClientConfig.configDef()), problems);
  }

  private static String protocol(ClusterSpec cluster) {
    return (cluster.authentication() == null ? "" : "SASL_")
        + (cluster.tls() == null ? "PLAINTEXT" : "SSL");
  }

  private void addTls(String path, TlsSpec tls, Map<String, Object> properties) {
    if (tls.hostnameVerification() == HostnameVerification.Disabled) {
      properties.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
    }
    String trusted = certificates(path + ".trustedCertificates", tls.trustedCertificates());
    if (!trusted.isEmpty()) {
      properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      properties.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, new Password(trusted));
    }
    if (tls.clientCertificate() != null) {
      addClientCertificate(path + ".clientCertificate", tls.clientCertificate(), properties);
    }
  }

  /** All of them in one text; what is none is reported. */
  private String certificates(String path, List<SecretKeyRef> refs) {
    List<String> trusted = new ArrayList<>();
    for (int i = 0; i < refs.size(); i++) {
      String at = path + "[" + i + "]";
      SecretKeyRef ref = refs.get(i);
      String pem = secrets.read(at, ref.name(), ref.key());
      if (pem != null) {
        problems.check(Pem.holdsCertificates(pem), at, Pem.noCertificate(ref.name(), ref.key()));
        trusted.add(pem.strip());
      }
    }
    return String.join("\n", trusted);
  }

  private void addClientCertificate(
      String path, ClientCertificateSpec spec, Map<String, Object> properties) {
    String chain = secrets.read(path + ".certificateKey", spec.secretName(), spec.certificateKey());
    String key = secrets.read(path + ".privateKeyKey", spec.secretName(), spec.privateKeyKey());
    if (chain == null || key == null) {
      return;
    }
    problems.check(
        Pem.holdsCertificates(chain),
        path + ".certificateKey",
        Pem.noCertificate(spec.secretName(), spec.certificateKey()));
    problems.check(
        Pem.holdsPrivateKey(key),
        path + ".privateKeyKey",
        Pem.noPrivateKey(spec.secretName(), spec.privateKeyKey()));
    properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
    properties.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, new Password(chain.strip()));
    properties.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, new Password(key.strip()));
  }

  private void addAuthentication(
      String path, AuthenticationSpec spec, Map<String, Object> properties) {
    problems.check(
        spec.type() != null,
        path + ".type",
        "is missing: choose one of Plain, ScramSha256, ScramSha512, OAuthBearer");
    if (spec.type() == AuthenticationSpec.Type.OAuthBearer) {
      addOAuth(path, spec, properties);
    } else {
      addLogin(path, spec, properties);
    }
  }

  private void addLogin(String path, AuthenticationSpec spec, Map<String, Object> properties) {
    problems.check(
        spec.username() != null && !spec.username().isEmpty(),
        path + ".username",
        "is missing: name the user");
    problems.check(
        spec.passwordRef() != null,
        path + ".passwordRef",
        "is missing: name the Secret and key of the password");
    problems.check(
        spec.oauth() == null, path + ".oauth", "remove it: only type OAuthBearer has it");
    if (spec.type() == null || spec.username() == null || spec.passwordRef() == null) {
      return;
    }
    String password = line(path + ".passwordRef", spec.passwordRef(), "password");
    if (password != null) {
      properties.put(SaslConfigs.SASL_MECHANISM, Jaas.mechanism(spec.type()));
      properties.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          new Password(Jaas.login(spec.type(), spec.username(), password)));
    }
  }

  private void addOAuth(String path, AuthenticationSpec spec, Map<String, Object> properties) {
    OAuthSpec oauth = spec.oauth();
    problems.check(
        spec.username() == null && spec.passwordRef() == null,
        path,
        "remove username and passwordRef: type OAuthBearer has oauth instead");
    problems.check(
        oauth != null
            && oauth.tokenEndpointUri() != null
            && oauth.clientId() != null
            && oauth.clientSecretRef() != null,
        path + ".oauth",
        "set tokenEndpointUri, clientId and clientSecretRef with type OAuthBearer");
    if (oauth == null || oauth.tokenEndpointUri() == null || oauth.clientSecretRef() == null) {
      return;
    }
    problems.check(
        oauth.tokenEndpointUri().matches("https?://.+"),
        path + ".oauth.tokenEndpointUri",
        "must be a URI that begins with https:// or http://");
    String secret = line(path + ".oauth.clientSecretRef", oauth.clientSecretRef(), "secret");
    String trusted = certificates(path + ".oauth.trustedCertificates", oauth.trustedCertificates());
    if (oauth.clientId() != null && secret != null) {
      AllowedUrls.allow(oauth.tokenEndpointUri());
      properties.put(SaslConfigs.SASL_MECHANISM, Jaas.mechanism(spec.type()));
      properties.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, Jaas.OAUTH_LOGIN);
      properties.put(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, oauth.tokenEndpointUri());
      properties.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          new Password(Jaas.oauth(oauth.clientId(), secret, oauth.scope(), trusted)));
    }
  }

  /** A Secret's key that holds one line; null when it does not, which is reported. */
  private String line(String at, SecretKeyRef ref, String what) {
    String text = secrets.read(at, ref.name(), ref.key());
    if (text == null) {
      return null;
    }
    // `echo secret > file` and most editors end a file with a line break that nobody means.
    String line = text.replaceFirst("\\R\\z", "");
    problems.check(
        !line.isEmpty(), at, "the Secret's key is empty: put the %s there".formatted(what));
    problems.check(
        line.lines().count() <= 1,
        at,
        "the Secret's key holds several lines: put the %s there and nothing else".formatted(what));
    return line;
  }

  private static void check(
      String path, Map<String, String> own, List<ConfigDef> clients, Problems problems) {
    for (String name : own.keySet()) {
      boolean reserved =
          RESERVED.contains(name) || name.startsWith("sasl.") || name.startsWith("ssl.");
      problems.check(
          !reserved,
          DocumentParser.child(path, name),
          "is set by the mirror itself; remove it and use bootstrapServers, tls, authentication and"
              + " topics");
    }
    for (ConfigDef client : clients) {
      for (ConfigValue value : client.validate(own)) {
        if (own.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
          problems.add(DocumentParser.child(path, value.name()), value.errorMessages().getFirst());
        }
      }
    }
  }
}
