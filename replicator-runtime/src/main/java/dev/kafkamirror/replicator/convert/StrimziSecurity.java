package dev.kafkamirror.replicator.convert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Strimzi's {@code tls} and {@code authentication} of a cluster: the Secrets stay as they are. */
final class StrimziSecurity {
  private static final List<String> OAUTH_NEEDS =
      List.of("tokenEndpointUri", "clientId", "clientSecret");
  private static final List<String> OAUTH_MAY = List.of("type", "scope", "tlsTrustedCertificates");

  /** How the token endpoint is asked. */
  private static final List<String> OAUTH_CHOSEN =
      List.of(
          "connectTimeoutSeconds",
          "enableMetrics",
          "httpRetries",
          "httpRetryPauseMs",
          "includeAcceptHeader",
          "maxTokenExpirySeconds",
          "readTimeoutSeconds");

  private static final List<String> OTHER_GRANTS =
      List.of(
          "accessToken",
          "accessTokenLocation",
          "clientAssertion",
          "clientAssertionLocation",
          "refreshToken",
          "username");

  private final JsonNode cluster;
  private final String side;
  private final Findings findings;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private String protocol;

  StrimziSecurity(JsonNode cluster, String side, Findings findings) {
    this.cluster = cluster;
    this.side = side;
    this.findings = findings;
    if (cluster.has("tls")) {
      fields.put("tls", tls());
    }
    authentication(cluster.path("authentication"));
  }

  /** {@code tls} and {@code authentication} as a KafkaMirror has them. */
  Map<String, Object> fields() {
    return fields;
  }

  /** Kafka's {@code security.protocol}. */
  String protocol() {
    return protocol;
  }

  /** What stands in Kafka's own properties. */
  Map<String, String> properties() {
    return properties;
  }

  private Map<String, Object> tls() {
    Map<String, Object> tls = new LinkedHashMap<>();
    JsonNode certificates = cluster.path("tls").path("trustedCertificates");
    trust(certificates, "tls.trustedCertificates", side + ".tls", tls);
    findings.kept(setting("tls"), side + ".tls");
    return tls;
  }

  /**
   * @param path of the certificates
   * @param becomes path of the object that gets them
   */
  private void trust(
      JsonNode certificates, String path, String becomes, Map<String, Object> object) {
    List<Map<String, Object>> trusted = new ArrayList<>();
    for (JsonNode certificate : certificates) {
      String key = certificate.path("certificate").asText(certificate.path("pattern").asText());
      if (key.matches(".*[*?\\[{].*")) {
        findings.lost(
            setting(path),
            becomes + ".trustedCertificates",
            "a pattern can't be kept: ca.crt is taken, add the other keys by hand");
        key = "ca.crt";
      }
      trusted.add(ref(certificate.path("secretName").asText(), key));
    }
    if (!trusted.isEmpty()) {
      object.put("trustedCertificates", trusted);
    }
  }

  private void authentication(JsonNode authentication) {
    String type = authentication.path("type").asText("");
    boolean encrypted = cluster.has("tls");
    switch (type) {
      case "" -> protocol = encrypted ? "SSL" : "PLAINTEXT";
      case "tls" -> {
        protocol = "SSL";
        clientCertificate(authentication.path("certificateAndKey"));
      }
      case "plain" -> login("Plain", authentication);
      case "scram-sha-256" -> login("ScramSha256", authentication);
      case "scram-sha-512" -> login("ScramSha512", authentication);
      case "oauth" -> oauth(authentication);
      case "custom" -> {
        boolean sasl = authentication.path("sasl").asBoolean();
        protocol = (sasl ? "SASL_" : "") + (encrypted ? "SSL" : "PLAINTEXT");
        authentication
            .path("config")
            .properties()
            .forEach(e -> properties.put(e.getKey(), e.getValue().asText()));
      }
      default -> {
        protocol = encrypted ? "SASL_SSL" : "SASL_PLAINTEXT";
        properties.put("sasl.mechanism", type);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void clientCertificate(JsonNode certificate) {
    Map<String, Object> ref = new LinkedHashMap<>();
    ref.put("secretName", certificate.path("secretName").asText());
    ref.put("certificateKey", certificate.path("certificate").asText());
    ref.put("privateKeyKey", certificate.path("key").asText());
    ((Map<String, Object>) fields.computeIfAbsent("tls", _ -> new LinkedHashMap<>()))
        .put("clientCertificate", ref);
    findings.kept(setting("authentication"), side + ".tls.clientCertificate");
  }

  private void login(String type, JsonNode authentication) {
    JsonNode password = authentication.path("passwordSecret");
    Map<String, Object> login = new LinkedHashMap<>();
    login.put("type", type);
    login.put("username", authentication.path("username").asText());
    login.put(
        "passwordRef",
        ref(password.path("secretName").asText(), password.path("password").asText()));
    fields.put("authentication", login);
    protocol = cluster.has("tls") ? "SASL_SSL" : "SASL_PLAINTEXT";
    findings.kept(setting("authentication"), side + ".authentication");
  }

  /**
   * Strimzi knows grants for more than a client's own secret; of those the rules say what lacks.
   */
  private void oauth(JsonNode authentication) {
    protocol = cluster.has("tls") ? "SASL_SSL" : "SASL_PLAINTEXT";
    boolean complete = OAUTH_NEEDS.stream().allMatch(authentication::has);
    if (!complete || OTHER_GRANTS.stream().anyMatch(authentication::has)) {
      properties.put("sasl.mechanism", "OAUTHBEARER");
      return;
    }
    JsonNode secret = authentication.path("clientSecret");
    Map<String, Object> oauth = new LinkedHashMap<>();
    oauth.put("tokenEndpointUri", authentication.path("tokenEndpointUri").asText());
    oauth.put("clientId", authentication.path("clientId").asText());
    oauth.put(
        "clientSecretRef", ref(secret.path("secretName").asText(), secret.path("key").asText()));
    if (authentication.has("scope")) {
      oauth.put("scope", authentication.path("scope").asText());
    }
    String becomes = side + ".authentication.oauth";
    JsonNode certificates = authentication.path("tlsTrustedCertificates");
    trust(certificates, "authentication.tlsTrustedCertificates", becomes, oauth);
    Map<String, Object> login = new LinkedHashMap<>();
    login.put("type", "OAuthBearer");
    login.put("oauth", oauth);
    fields.put("authentication", login);
    findings.kept(setting("authentication"), becomes);
    authentication.fieldNames().forEachRemaining(this::reportOAuth);
  }

  private void reportOAuth(String field) {
    Setting setting = setting("authentication." + field);
    if (OAUTH_CHOSEN.contains(field)) {
      findings.dropped(setting, "the engine chooses it");
    } else if (!OAUTH_NEEDS.contains(field) && !OAUTH_MAY.contains(field)) {
      findings.lost(setting, "the mirror has no field for it");
    }
  }

  private static Map<String, Object> ref(String name, String key) {
    Map<String, Object> ref = new LinkedHashMap<>();
    ref.put("name", name);
    ref.put("key", key);
    return ref;
  }

  private Setting setting(String field) {
    return new Setting("clusters[" + cluster.path("alias").asText() + "]." + field, "", false);
  }
}
