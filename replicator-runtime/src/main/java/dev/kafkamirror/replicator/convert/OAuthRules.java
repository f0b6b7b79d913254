package dev.kafkamirror.replicator.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * OAUTHBEARER, as kafka-clients and as Strimzi's client library are told about it, in properties or
 * in the JAAS text: a token endpoint, a client's id and a reference to its secret.
 */
final class OAuthRules {
  /** Those that get tokens for client credentials, among other grants. */
  private static final Set<String> CLASSES =
      Set.of(
          "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
          "org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler",
          "org.apache.kafka.common.security.oauthbearer.ClientCredentialsJwtRetriever",
          "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever",
          "io.strimzi.kafka.oauth.client.JaasClientOauthLoginCallbackHandler");

  /** Who gets tokens, and where. */
  private record Client(
      String endpoint,
      String id,
      References.SecretKey secret,
      String scope,
      References.SecretKey trust)
      implements SaslRules.Login {

    @Override
    public Map<String, Object> fields(String ownSecret) {
      Map<String, Object> oauth = new LinkedHashMap<>();
      oauth.put("tokenEndpointUri", endpoint);
      oauth.put("clientId", id);
      oauth.put("clientSecretRef", secret.fields(ownSecret));
      if (scope != null) {
        oauth.put("scope", scope);
      }
      if (trust != null) {
        oauth.put("trustedCertificates", List.of(trust.fields(ownSecret)));
      }
      Map<String, Object> authentication = new LinkedHashMap<>();
      authentication.put("type", "OAuthBearer");
      authentication.put("oauth", oauth);
      return authentication;
    }
  }

  private final String side;
  private final String alias;
  private final String field;
  private final Settings settings;
  private final Settings jaas;
  private final Context context;

  OAuthRules(String side, String alias, Settings settings, Context context) {
    this.side = side;
    this.alias = alias;
    this.field = side + ".authentication.oauth";
    this.settings = settings;
    this.jaas = settings.take("sasl.jaas.config").map(OAuthRules::options).orElseGet(Settings::new);
    this.context = context;
  }

  /** Those of Strimzi's library with kafka-clients' names, where these have one. */
  private static Settings options(Setting text) {
    Settings options = new Settings();
    JaasText.parse(text.value())
        .ifPresent(
            jaas ->
                jaas.options()
                    .forEach(
                        (name, value) ->
                            options.put(
                                switch (name) {
                                  case "oauth.client.id" -> "clientId";
                                  case "oauth.client.secret" -> "clientSecret";
                                  case "oauth.scope" -> "scope";
                                  default -> name.replaceFirst("^oauth\\.ssl\\.", "ssl.");
                                },
                                new Setting(
                                    text.key() + "[" + name + "]", value, text.provided()))));
    return options;
  }

  /**
   * @param secret where texts are put by key, null where they could not be read
   */
  Optional<SaslRules.Login> convert(Map<String, String> secret) {
    boolean known = isKnown("sasl.login.callback.handler.class");
    known &= isKnown("sasl.oauthbearer.jwt.retriever.class");
    if (!known) {
      return Optional.empty();
    }
    Optional<Setting> endpoint =
        take("sasl.oauthbearer.token.endpoint.url", "oauth.token.endpoint.uri")
            .filter(s -> s.value().matches("https?://.+"));
    Optional<Setting> id = take("sasl.oauthbearer.client.credentials.client.id", "clientId");
    Optional<Setting> password =
        take("sasl.oauthbearer.client.credentials.client.secret", "clientSecret");
    Optional<Setting> scope = take("sasl.oauthbearer.scope", "scope");
    boolean otherGrant =
        jaas.look("oauth.access.token").isPresent() || jaas.look("oauth.refresh.token").isPresent();
    if (endpoint.isEmpty() || id.isEmpty() || password.isEmpty() || otherGrant) {
      context.problem(
          alias
              + ": a KafkaMirror gets OAuth tokens for client credentials only: it needs a token"
              + " endpoint (http or https), a client's id and its secret");
      return Optional.empty();
    }
    return Optional.of(
        new Client(
            writtenOut(endpoint.get(), "tokenEndpointUri"),
            writtenOut(id.get(), "clientId"),
            context.secretText(
                password.get(), password.get().value(), "client-secret", field, secret),
            scope.map(s -> writtenOut(s, "scope")).orElse(null),
            trust(secret)));
  }

  private boolean isKnown(String name) {
    Optional<Setting> given = settings.take(name);
    boolean known = given.map(Setting::value).filter(c -> !CLASSES.contains(c)).isEmpty();
    if (known) {
      given.ifPresent(s -> context.findings().dropped(s, "the engine gets tokens by itself"));
    } else {
      context.problem(
          alias
              + ": the class of "
              + given.get().key()
              + " is not loaded; a KafkaMirror gets OAuth tokens by itself, for client"
              + " credentials");
    }
    return known;
  }

  /** The property counts before the option, as in kafka-clients. */
  private Optional<Setting> take(String property, String option) {
    Optional<Setting> fromJaas = jaas.take(option);
    return settings.take(property).or(() -> fromJaas);
  }

  private String writtenOut(Setting setting, String name) {
    if (References.isOpen(setting.value())) {
      context.problem(setting.key() + " refers to what can't be read here: write it out");
    }
    context.findings().kept(setting, field + "." + name);
    return setting.value();
  }

  private References.SecretKey trust(Map<String, String> secret) {
    References.SecretKey trust =
        new TlsRules(side, jaas, context)
            .trust(field + ".trustedCertificates", "oauth-ca.crt", secret);
    jaas.takeAll()
        .values()
        .forEach(option -> context.findings().lost(option, "the mirror has no field for it"));
    return trust;
  }
}
