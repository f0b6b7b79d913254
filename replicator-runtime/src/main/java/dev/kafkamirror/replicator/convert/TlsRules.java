package dev.kafkamirror.replicator.convert;

import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kafka's ssl settings as PEM texts in a Secret. */
final class TlsRules {
  private static final String CA = "ca.crt";
  private static final String CHAIN = "tls.crt";
  private static final String KEY = "tls.key";

  /**
   * What was found.
   *
   * @param trust null for those that Java trusts
   * @param identity whether there is a client certificate
   * @param verify whether brokers must have the name that was connected to
   */
  record Tls(References.SecretKey trust, boolean identity, boolean verify) {

    /**
     * @param secret the cluster's own Secret
     */
    Map<String, Object> fields(String secret) {
      Map<String, Object> tls = new LinkedHashMap<>();
      if (trust != null) {
        tls.put("trustedCertificates", List.of(trust.fields(secret)));
      }
      if (!verify) {
        tls.put("hostnameVerification", "Disabled");
      }
      if (identity) {
        tls.put("clientCertificate", Map.of("secretName", secret));
      }
      return tls;
    }
  }

  /** Makes PEM of a store. */
  private interface Opening<T> {
    T open(byte[] store) throws GeneralSecurityException;
  }

  private final String side;
  private final Settings settings;
  private final Context context;

  TlsRules(String side, Settings settings, Context context) {
    this.side = side;
    this.settings = settings;
    this.context = context;
  }

  /**
   * @param secret where texts are put by key, null where they could not be read
   */
  Tls convert(Map<String, String> secret) {
    References.SecretKey trust = trust(side + ".tls.trustedCertificates", CA, secret);
    boolean identity = identity(secret);
    Optional<Setting> verification = settings.take("ssl.endpoint.identification.algorithm");
    verification.ifPresent(v -> context.findings().kept(v, side + ".tls.hostnameVerification"));
    boolean verify = verification.isEmpty() || !verification.get().value().isEmpty();
    return new Tls(trust, identity, verify);
  }

  /**
   * Who is trusted.
   *
   * @param field what becomes of it
   * @param key of the text in the cluster's own Secret
   * @return null for those that Java trusts
   */
  References.SecretKey trust(String field, String key, Map<String, String> secret) {
    String type = kind("ssl.truststore.type");
    String password = text("ssl.truststore.password");
    Optional<Setting> inline = settings.take("ssl.truststore.certificates");
    Optional<Setting> location = settings.take("ssl.truststore.location");
    Optional<Setting> given = inline.or(() -> location);
    if (given.isEmpty()) {
      return null;
    }
    Optional<References.SecretKey> ref =
        inline.flatMap(i -> context.references().secretKey(i.value()));
    if (ref.isPresent()) {
      context.findings().kept(given.get(), field);
      return ref.get();
    }
    secret.put(
        key,
        inline.isPresent()
            ? inline(inline.get(), field, key, KeyStores::certificates)
            : store(location.get(), field, key, bytes -> KeyStores.trusted(bytes, type, password)));
    return new References.SecretKey(null, key);
  }

  private boolean identity(Map<String, String> secret) {
    String type = kind("ssl.keystore.type");
    String password = text("ssl.keystore.password");
    String keyPassword = text("ssl.key.password");
    String field = side + ".tls.clientCertificate";
    Optional<Setting> chain = settings.take("ssl.keystore.certificate.chain");
    Optional<Setting> key = settings.take("ssl.keystore.key");
    Optional<Setting> location = settings.take("ssl.keystore.location");
    if (chain.isPresent() && key.isPresent()) {
      secret.put(CHAIN, inline(chain.get(), field, CHAIN, KeyStores::certificates));
      secret.put(KEY, inline(key.get(), field, KEY, t -> KeyStores.key(t, keyPassword)));
      return true;
    }
    if (location.isEmpty()) {
      return false;
    }
    KeyStores.Identity identity =
        store(
            location.get(),
            field,
            CHAIN + " and " + KEY,
            bytes -> KeyStores.identity(bytes, type, password, keyPassword));
    secret.put(CHAIN, identity == null ? null : identity.chain());
    secret.put(KEY, identity == null ? null : identity.key());
    return true;
  }

  private <T> T store(Setting location, String field, String keys, Opening<T> opening) {
    Optional<byte[]> bytes = context.references().lookup().file(location.value());
    if (bytes.isEmpty()) {
      unreadable(location, field, keys, "the file can't be read here");
      return null;
    }
    try {
      T opened = opening.open(bytes.get());
      context.findings().changed(location, field, "in PEM, in a Secret");
      return opened;
    } catch (GeneralSecurityException e) {
      unreadable(location, field, keys, "the store can't be opened: " + e.getMessage());
      return null;
    }
  }

  /** Makes PEM of a text. */
  private interface Reading {
    String read(String text) throws GeneralSecurityException;
  }

  private String inline(Setting setting, String field, String key, Reading reading) {
    try {
      String pem = reading.read(setting.value());
      context.findings().kept(setting, field, "in a Secret");
      return pem;
    } catch (GeneralSecurityException e) {
      unreadable(setting, field, key, "the text can't be used: " + e.getMessage());
      return null;
    }
  }

  private void unreadable(Setting setting, String field, String keys, String why) {
    context
        .findings()
        .lost(
            setting,
            field,
            why + "; put it in PEM under " + keys + " into the Secret that the mirror names");
  }

  private String kind(String name) {
    String given = text(name);
    return given == null ? "JKS" : given;
  }

  private String text(String name) {
    Optional<Setting> setting = settings.take(name);
    setting.ifPresent(s -> context.findings().dropped(s, "only needed to open the store"));
    return setting.map(Setting::value).orElse(null);
  }
}
