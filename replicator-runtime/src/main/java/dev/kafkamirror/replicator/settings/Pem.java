package dev.kafkamirror.replicator.settings;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * Looks into PEM texts before a client does, because its errors do not say which Secret to mend.
 */
final class Pem {
  private Pem() {}

  static boolean holdsCertificates(String pem) {
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      return false;
    }
    try {
      var bytes = new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.UTF_8));
      return !CertificateFactory.getInstance("X.509").generateCertificates(bytes).isEmpty();
    } catch (CertificateException e) {
      return false;
    }
  }

  static String noCertificate(String secret, String key) {
    return "key %s of Secret %s holds no X.509 certificate in PEM (-----BEGIN CERTIFICATE-----)"
        .formatted(key, secret);
  }

  /** Whether it is the one form of a private key that kafka-clients reads. */
  static boolean holdsPrivateKey(String pem) {
    return pem.contains("-----BEGIN PRIVATE KEY-----");
  }

  static String noPrivateKey(String secret, String key) {
    return ("key %s of Secret %s holds no unencrypted PKCS#8 key in PEM (-----BEGIN PRIVATE"
            + " KEY-----); convert it with 'openssl pkcs8 -topk8 -nocrypt' (cert-manager:"
            + " privateKey.encoding: PKCS8)")
        .formatted(key, secret);
  }
}
