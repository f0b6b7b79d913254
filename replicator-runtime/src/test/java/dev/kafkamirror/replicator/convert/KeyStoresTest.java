package dev.kafkamirror.replicator.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kafkamirror.local.pki.CertificateAuthority;
import dev.kafkamirror.local.pki.Identity;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoresTest {
  private static final CertificateAuthority CA = new CertificateAuthority("Test CA");
  private static final Identity CLIENT = CA.client("CN=mirror");

  /** Of {@code openssl pkcs8 -topk8 -v2 aes-256-cbc}; opens with "changeit". */
  private static final String ENCRYPTED =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhGGLPvey3HwAICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJqyi1tEN6XSwwOm8UMDm5oEgZDt
      cfcIqrtKC+DQ3UKyjlFC9Zc81xAtjzAl/z7YmZzhnedGjFc1VleDe3tSr6EFF5E0
      xOoz+Uw2o/Obxsfd30uKFsgOBW78IgTMlrSDE1hG9d2X1aW0FkyhyHnsQadlC6ih
      xczJqNaWx86XrofCLhHaEh0gLQLpK3/O2td/u4xOqz8X0vC7iDiTywUbAQ3Y06Q=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  @ParameterizedTest
  @ValueSource(strings = {"JKS", "PKCS12"})
  void certificatesOfATrustStoreBecomePem(String type) throws Exception {
    byte[] store = store(type, "changeit", null);

    assertThat(KeyStores.trusted(store, type, "changeit")).isEqualTo(lines(CA.certificatePem()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JKS", "PKCS12"})
  void keyAndChainOfAKeyStoreBecomePem(String type) throws Exception {
    byte[] store = store(type, "changeit", "changeit");

    KeyStores.Identity identity = KeyStores.identity(store, type, "changeit", null);

    assertThat(identity.chain())
        .isEqualTo(lines(CLIENT.certificatePem()) + lines(CA.certificatePem()));
    assertThat(identity.key()).isEqualTo(lines(CLIENT.privateKeyPem()));
    assertThat(identity.toString()).doesNotContain("BEGIN");
  }

  @Test
  void aWrongPasswordIsNamed() throws Exception {
    byte[] store = store("JKS", "changeit", null);

    assertThatThrownBy(() -> KeyStores.trusted(store, "JKS", "other"))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("it is no JKS or its password is wrong");
  }

  @Test
  void textAroundCertificatesIsLeftOut() throws Exception {
    String text = "Bag Attributes\n" + CLIENT.privateKeyPem() + "x\n" + CLIENT.certificatePem();

    assertThat(KeyStores.trusted(text.getBytes(UTF_8), "PEM", null))
        .isEqualTo(lines(CLIENT.certificatePem()));
  }

  @Test
  void anEncryptedKeyIsDecrypted() throws Exception {
    String pem = KeyStores.key(ENCRYPTED, "changeit");

    assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----\n");
    String body = pem.replaceAll("-----[^-]+-----", "");
    assertThat(
            KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body))))
        .isNotNull();
    assertThatThrownBy(() -> KeyStores.key(ENCRYPTED, "other"))
        .isInstanceOf(GeneralSecurityException.class);
  }

  private static byte[] store(String type, String password, String keyPassword) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setCertificateEntry("ca", CA.certificate());
    if (keyPassword != null) {
      store.setKeyEntry(
          "client",
          CLIENT.privateKey(),
          keyPassword.toCharArray(),
          new Certificate[] {CLIENT.certificate(), CA.certificate()});
    }
    var out = new ByteArrayOutputStream();
    store.store(out, password.toCharArray());
    return out.toByteArray();
  }

  private static String lines(String pem) {
    return pem.replace("\r", "").strip() + "\n";
  }
}
