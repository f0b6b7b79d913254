package dev.kafkamirror.replicator.convert;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Java's key stores and Kafka's PEM files as the PEM texts that a mirror's Secrets hold. */
final class KeyStores {
  private static final Base64.Encoder BASE64 =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (?<kind>(?:ENCRYPTED )?PRIVATE KEY)-----(?<body>[^-]*)"
              + "-----END (?:ENCRYPTED )?PRIVATE KEY-----");

  /** A certificate chain and its private key, both in PEM. */
  record Identity(String chain, String key) {
    @Override
    public String toString() {
      return "Identity";
    }
  }

  private KeyStores() {}

  /**
   * The certificates of a trust store in PEM.
   *
   * @param type of Kafka's {@code ssl.truststore.type}
   * @param password null without one
   * @throws GeneralSecurityException when it can't be opened so or has none
   */
  static String trusted(byte[] store, String type, String password)
      throws GeneralSecurityException {
    if (type.equals("PEM")) {
      return certificates(new String(store, StandardCharsets.UTF_8));
    }
    KeyStore opened = open(store, type, password);
    StringBuilder pem = new StringBuilder();
    for (String alias : Collections.list(opened.aliases())) {
      if (opened.isCertificateEntry(alias)) {
        pem.append(pem("CERTIFICATE", opened.getCertificate(alias).getEncoded()));
      }
    }
    return required(pem.toString());
  }

  /**
   * The first private key of a key store, with its chain.
   *
   * @param keyPassword null where it is the store's
   */
  static Identity identity(byte[] store, String type, String password, String keyPassword)
      throws GeneralSecurityException {
    if (type.equals("PEM")) {
      String text = new String(store, StandardCharsets.UTF_8);
      return new Identity(certificates(text), key(text, keyPassword));
    }
    KeyStore opened = open(store, type, password);
    String secret = keyPassword == null ? password : keyPassword;
    for (String alias : Collections.list(opened.aliases())) {
      if (opened.isKeyEntry(alias)) {
        Key key = opened.getKey(alias, chars(secret));
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : opened.getCertificateChain(alias)) {
          chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return new Identity(chain.toString(), pem("PRIVATE KEY", key.getEncoded()));
      }
    }
    throw new GeneralSecurityException("there is no private key in it");
  }

  /** The certificates that stand in a text, and nothing around them. */
  static String certificates(String text) throws GeneralSecurityException {
    StringBuilder found = new StringBuilder();
    Matcher matcher = CERTIFICATE.matcher(text);
    while (matcher.find()) {
      found.append(matcher.group()).append('\n');
    }
    return required(found.toString());
  }

  /** The private key that stands in a text, as PKCS#8 without a password. */
  static String key(String text, String password) throws GeneralSecurityException {
    Matcher matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw new GeneralSecurityException("there is no PKCS#8 private key in PEM in it");
    }
    if (matcher.group("kind").equals("PRIVATE KEY")) {
      return matcher.group() + "\n";
    }
    try {
      var encrypted =
          new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(matcher.group("body")));
      // The parameters of PBES2, which openssl writes, tell the scheme; its name alone has no
      // factory.
      String algorithm =
          encrypted.getAlgName().equals("PBES2")
              ? encrypted.getAlgParameters().toString()
              : encrypted.getAlgName();
      char[] secret = password == null ? new char[0] : password.toCharArray();
      Key opening = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(secret));
      return pem("PRIVATE KEY", encrypted.getKeySpec(opening).getEncoded());
    } catch (IOException e) {
      throw new GeneralSecurityException("its private key is damaged", e);
    }
  }

  private static KeyStore open(byte[] bytes, String type, String password)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type);
    try {
      store.load(new ByteArrayInputStream(bytes), chars(password));
    } catch (IOException e) {
      throw new GeneralSecurityException("it is no " + type + " or its password is wrong", e);
    }
    return store;
  }

  private static String required(String pem) throws GeneralSecurityException {
    if (pem.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    return pem;
  }

  private static char[] chars(String password) {
    return password == null ? null : password.toCharArray();
  }

  private static String pem(String kind, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, BASE64.encodeToString(encoded), kind);
  }
}
