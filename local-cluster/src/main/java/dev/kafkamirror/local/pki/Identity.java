package dev.kafkamirror.local.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A private key and the certificate that says whose it is. */
public record Identity(PrivateKey privateKey, X509Certificate certificate) {
  /** The private key as unencrypted PKCS #8 PEM. */
  public String privateKeyPem() {
    return Pem.privateKey(privateKey);
  }

  /** The certificate, without its issuer's, as PEM. */
  public String certificatePem() {
    return Pem.certificate(certificate);
  }

  /**
   * Writes {@code NAME.crt}, and {@code NAME.key} that only its owner can read.
   *
   * @throws IOException when the directory is missing or one of the files is already there
   */
  public void write(Path directory, String name) throws IOException {
    Files.writeString(directory.resolve(name + ".crt"), certificatePem());
    var key =
        Files.createFile(
            directory.resolve(name + ".key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, privateKeyPem());
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "Identity[" + certificate.getSubjectX500Principal() + "]";
  }
}
