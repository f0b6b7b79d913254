package dev.kafkamirror.replicator.convert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Kafka's sasl settings as who logs in, and references to what is secret about it. */
final class SaslRules {
  private static final String PASSWORD = "password";

  /** Who logs in. */
  interface Login {

    /**
     * The fields of {@code authentication}.
     *
     * @param ownSecret the cluster's own Secret
     */
    Map<String, Object> fields(String ownSecret);
  }

  private record User(String type, String username, References.SecretKey password)
      implements Login {

    @Override
    public Map<String, Object> fields(String ownSecret) {
      Map<String, Object> authentication = new LinkedHashMap<>();
      authentication.put("type", type);
      authentication.put("username", username);
      authentication.put("passwordRef", password.fields(ownSecret));
      return authentication;
    }
  }

  private final String side;
  private final String alias;
  private final Settings settings;
  private final Context context;

  SaslRules(String side, String alias, Settings settings, Context context) {
    this.side = side;
    this.alias = alias;
    this.settings = settings;
    this.context = context;
  }

  /**
   * @param secret where secret texts are put by key, null where they could not be read
   */
  Optional<Login> convert(Map<String, String> secret) {
    Setting mechanism = settings.take("sasl.mechanism", "GSSAPI");
    context.findings().kept(mechanism, side + ".authentication.type");
    return switch (mechanism.value()) {
      case "PLAIN" -> user("Plain", secret);
      case "SCRAM-SHA-256" -> user("ScramSha256", secret);
      case "SCRAM-SHA-512" -> user("ScramSha512", secret);
      case "OAUTHBEARER" -> new OAuthRules(side, alias, settings, context).convert(secret);
      default -> unknown(mechanism);
    };
  }

  private Optional<Login> unknown(Setting mechanism) {
    context.problem(
        alias
            + ": the SASL mechanism of "
            + mechanism.key()
            + " has no field in a KafkaMirror; use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER"
            + " or mutual TLS");
    return Optional.empty();
  }

  private Optional<Login> user(String type, Map<String, String> secret) {
    Optional<Setting> text = settings.take("sasl.jaas.config");
    Optional<JaasText> jaas = text.flatMap(t -> JaasText.parse(t.value()));
    String username = jaas.map(j -> j.options().get("username")).orElse(null);
    String password = jaas.map(j -> j.options().get(PASSWORD)).orElse(null);
    if (username == null || password == null || References.isOpen(username)) {
      context.problem(
          alias
              + ".sasl.jaas.config must be a login module with username and password, the username"
              + " written out");
      return Optional.empty();
    }
    String field = side + ".authentication";
    return Optional.of(
        new User(
            type, username, context.secretText(text.get(), password, PASSWORD, field, secret)));
  }
}
