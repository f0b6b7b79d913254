package dev.kafkamirror.replicator.convert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Kafka's sasl settings as a user's name and a reference to the password. */
final class SaslRules {
  private static final String PASSWORD = "password";

  /**
   * Who logs in.
   *
   * @param password its Secret is null where it is the cluster's own
   */
  record Sasl(String type, String username, References.SecretKey password) {

    /**
     * @param secret the cluster's own Secret
     */
    Map<String, Object> fields(String secret) {
      Map<String, Object> authentication = new LinkedHashMap<>();
      authentication.put("type", type);
      authentication.put("username", username);
      Map<String, Object> ref = new LinkedHashMap<>();
      ref.put("name", password.secret() == null ? secret : password.secret());
      ref.put("key", password.key());
      authentication.put("passwordRef", ref);
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
   * @param secret where the password is put, null where it could not be read
   */
  Optional<Sasl> convert(Map<String, String> secret) {
    Setting mechanism = settings.take("sasl.mechanism", "GSSAPI");
    String type = type(mechanism);
    Optional<Setting> text = settings.take("sasl.jaas.config");
    Optional<JaasText> jaas = text.flatMap(t -> JaasText.parse(t.value()));
    String username = jaas.map(j -> j.options().get("username")).orElse(null);
    String password = jaas.map(j -> j.options().get(PASSWORD)).orElse(null);
    if (type == null) {
      context.problem(
          alias
              + ": the SASL mechanism of "
              + mechanism.key()
              + " has no field in a KafkaMirror; use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or mutual"
              + " TLS");
      return Optional.empty();
    }
    if (username == null || password == null || References.isOpen(username)) {
      context.problem(
          alias
              + ".sasl.jaas.config must be a login module with username and password, the username"
              + " written out");
      return Optional.empty();
    }
    context.findings().kept(mechanism, side + ".authentication.type");
    return Optional.of(new Sasl(type, username, password(text.get(), password, secret)));
  }

  private References.SecretKey password(Setting text, String password, Map<String, String> secret) {
    String field = side + ".authentication";
    Optional<References.SecretKey> ref = context.references().secretKey(password);
    if (ref.isPresent()) {
      context.findings().kept(text, field, "the password stays in its Secret");
      return ref.get();
    }
    if (References.isOpen(password)) {
      secret.put(PASSWORD, null);
      context
          .findings()
          .lost(
              text,
              field,
              "the password can't be read here; put it under the key password into the Secret that"
                  + " the mirror names");
    } else {
      secret.put(PASSWORD, password);
      context.findings().kept(text, field, "the password in a Secret");
    }
    return new References.SecretKey(null, PASSWORD);
  }

  private static String type(Setting mechanism) {
    return switch (mechanism.value()) {
      case "PLAIN" -> "Plain";
      case "SCRAM-SHA-256" -> "ScramSha256";
      case "SCRAM-SHA-512" -> "ScramSha512";
      default -> null;
    };
  }
}
