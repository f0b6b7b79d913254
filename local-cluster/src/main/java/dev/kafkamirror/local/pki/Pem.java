package dev.kafkamirror.local.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.Key;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Text encodings of RFC 7468, which Kafka, Kubernetes and OpenSSL read alike. */
final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

  private Pem() {}

  static String certificate(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was just made cannot be encoded", e);
    }
  }

  /** A private key as unencrypted PKCS #8. */
  static String privateKey(Key key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  static String publicKey(Key key) {
    return block("PUBLIC KEY", key.getEncoded());
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, LINES.encodeToString(der));
  }
}
