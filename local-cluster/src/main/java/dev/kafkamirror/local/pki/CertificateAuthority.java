package dev.kafkamirror.local.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority whose key never leaves the process. Keys are P-256, certificates are
 * valid for a year, beginning an hour ago.
 */
public final class CertificateAuthority {
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration VALID = Duration.ofDays(365);
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private final KeyPair keys;
  private final X500Name name;
  private final X509Certificate certificate;
  private final SecureRandom random = new SecureRandom();

  /** A new authority with a self-signed certificate. */
  public CertificateAuthority(String commonName) {
    this.keys = newKeyPair();
    this.name = new X500Name("CN=" + commonName);
    try {
      this.certificate =
          sign(
              builder(name, keys.getPublic(), Instant.now())
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                  .addExtension(
                      Extension.keyUsage,
                      true,
                      new KeyUsage(
                          KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature)));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A P-256 key pair, for what is signed but needs no certificate. */
  public static KeyPair newKeyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no P-256 keys", e);
    }
  }

  /** For clients: fabric8's takes a PKCS #8 key for an RSA key. */
  private static KeyPair newRsaKeyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no RSA keys", e);
    }
  }

  /** A private key without a certificate as unencrypted PKCS #8 PEM. */
  public static String privateKeyPem(KeyPair keys) {
    return Pem.privateKey(keys.getPrivate());
  }

  /** A public key without a certificate as PEM. */
  public static String publicKeyPem(KeyPair keys) {
    return Pem.publicKey(keys.getPublic());
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String certificatePem() {
    return Pem.certificate(certificate);
  }

  /**
   * A certificate for a server, which may present it as a client too (brokers do, to each other).
   *
   * @param hosts DNS names and IP addresses that clients may call the server by
   */
  public Identity server(String commonName, List<String> hosts) {
    var alternatives =
        hosts.stream()
            .map(
                host ->
                    new GeneralName(
                        ADDRESS.matcher(host).matches()
                            ? GeneralName.iPAddress
                            : GeneralName.dNSName,
                        host))
            .toArray(GeneralName[]::new);
    return issue(
        newKeyPair(),
        new X500Name("CN=" + commonName),
        new GeneralNames(alternatives),
        KeyPurposeId.id_kp_serverAuth,
        KeyPurposeId.id_kp_clientAuth);
  }

  /**
   * A certificate for a client.
   *
   * @param distinguishedName such as {@code O=system:masters,CN=admin}
   */
  public Identity client(String distinguishedName) {
    return issue(
        newRsaKeyPair(), new X500Name(distinguishedName), null, KeyPurposeId.id_kp_clientAuth);
  }

  private Identity issue(
      KeyPair pair, X500Name subject, GeneralNames alternatives, KeyPurposeId... purposes) {
    try {
      var builder = builder(subject, pair.getPublic(), Instant.now());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
      if (alternatives != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
      }
      return new Identity(pair.getPrivate(), sign(builder));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name subject, PublicKey key, Instant now) {
    return new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(127, random),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(VALID)),
        subject,
        key);
  }

  private X509Certificate sign(X509v3CertificateBuilder builder) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a certificate", e);
    }
  }
}
