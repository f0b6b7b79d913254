package dev.kafkamirror.local.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
  private final CertificateAuthority authority = new CertificateAuthority("test");

  @Test
  void signsServerCertificatesForNamesAndAddresses() throws Exception {
    var server = authority.server("broker", List.of("localhost", "127.0.0.1", "::1"));

    server.certificate().verify(authority.certificate().getPublicKey());
    assertThat(server.certificate().getSubjectAlternativeNames())
        .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(server.certificate().getExtendedKeyUsage())
        .contains("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
  }

  @Test
  void keepsTheOrganisationOfAClient() {
    var client = authority.client("O=system:nodes,CN=system:node:a");

    assertThat(client.certificate().getSubjectX500Principal().getName())
        .contains("O=system:nodes", "CN=system:node:a");
  }

  @Test
  void doesNotVouchForAnotherAuthoritysCertificates() {
    var foreign = new CertificateAuthority("other").client("CN=a").certificate();

    assertThatThrownBy(() -> foreign.verify(authority.certificate().getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void writesPemThatOnlyTheOwnerOfTheKeyReads(@TempDir Path directory) throws Exception {
    var client = authority.client("CN=a");
    client.write(directory, "client");

    var certificate = readCertificate(Files.readString(directory.resolve("client.crt")));
    var key = directory.resolve("client.key");
    assertThat(certificate).isEqualTo(client.certificate());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    var der = Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----.*-----", ""));
    assertThat(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)))
        .isEqualTo(client.privateKey());
  }

  @Test
  void doesNotPrintTheKey() {
    assertThat(authority.client("CN=a")).hasToString("Identity[CN=a]");
  }

  private static X509Certificate readCertificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
