package dev.kafkamirror.replicator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.kafkamirror.local.pki.CertificateAuthority;
import dev.kafkamirror.local.pki.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecuritySettingsTest {
  @TempDir Path directory;

  @Test
  void scramOverTlsBecomesClientProperties() throws Exception {
    CertificateAuthority authority = new CertificateAuthority("east");
    secret("east-ca", "ca.crt", authority.certificatePem());
    secret("east-user", "password", "s3cret\n");

    Map<String, Object> properties =
        source(
            """
            tls: {trustedCertificates: [{name: east-ca, key: ca.crt}], hostnameVerification: Disabled}
            authentication: {type: ScramSha512, username: mirror, passwordRef: {name: east-user, key: password}}
            """);

    assertThat(properties)
        .contains(
            entry("security.protocol", "SASL_SSL"),
            entry("sasl.mechanism", "SCRAM-SHA-512"),
            entry("ssl.truststore.type", "PEM"),
            entry("ssl.truststore.certificates", new Password(authority.certificatePem().strip())),
            entry("ssl.endpoint.identification.algorithm", ""));
    assertThat(login(properties).getLoginModuleName()).endsWith(".ScramLoginModule");
    assertThat(login(properties).getOptions())
        .isEqualTo(Map.of("username", "mirror", "password", "s3cret"));
  }

  @Test
  void clientCertificateIsEnoughForMutualTls() throws Exception {
    Identity identity = new CertificateAuthority("east").client("CN=mirror");
    secret("client", "tls.crt", identity.certificatePem());
    secret("client", "tls.key", identity.privateKeyPem());

    assertThat(source("tls: {clientCertificate: {secretName: client}}"))
        .contains(
            entry("security.protocol", "SSL"),
            entry("ssl.keystore.type", "PEM"),
            entry(
                "ssl.keystore.certificate.chain", new Password(identity.certificatePem().strip())),
            entry("ssl.keystore.key", new Password(identity.privateKeyPem().strip())))
        .doesNotContainKeys("ssl.truststore.type", "ssl.endpoint.identification.algorithm");
  }

  @Test
  void passwordWithEverySpecialCharacterSurvivesTheJaasText() throws Exception {
    String password = "a\"b\\c;d'e=f g\\n{}$€\t";
    secret("user", "password", password);

    Map<String, Object> properties =
        source(
            "authentication: {type: Plain, username: 'o\"neil', passwordRef: {name: user, key:"
                + " password}}");

    assertThat(login(properties).getOptions())
        .isEqualTo(Map.of("username", "o\"neil", "password", password));
  }

  @Test
  void userPropertiesArePassedToTheClientTheyAreFor() throws Exception {
    ClientSettings source =
        load("clientConfig: {common: {request.timeout.ms: 5000}, consumer: {fetch.min.bytes:"
                + " \"1\"}}")
            .source();

    assertThat(source.common()).containsEntry("request.timeout.ms", "5000");
    assertThat(source.forConsumer())
        .containsEntry("fetch.min.bytes", "1")
        .containsEntry("request.timeout.ms", "5000");
    assertThat(source.forProducer()).doesNotContainKey("fetch.min.bytes");
  }

  @Test
  void secretThatIsMissingIsNamed() throws IOException {
    secret("user", "pass", "x");

    assertThatThrownBy(
            () ->
                load(
                    "authentication: {type: Plain, username: u, passwordRef: {name: nobody, key:"
                        + " password}}"))
        .hasMessageContaining("spec.source.authentication.passwordRef")
        .hasMessageContaining("Secret nobody is missing; create it with key password");
    assertThatThrownBy(
            () ->
                load(
                    "authentication: {type: Plain, username: u, passwordRef: {name: user, key:"
                        + " password}}"))
        .hasMessageContaining("Secret user has no key password; add it");
  }

  @Test
  void secretsOutsideTheDirectoryAreNotRead() throws IOException {
    Files.writeString(directory.resolve("outside"), "x");
    Files.createDirectories(directory.resolve("secrets/user"));

    assertThatThrownBy(
            () ->
                load(
                    "authentication: {type: Plain, username: u, passwordRef: {name: user, key:"
                        + " ../../outside}}"))
        .hasMessageContaining("must name a Secret");
    assertThatThrownBy(
            () ->
                load(
                    "authentication: {type: Plain, username: u, passwordRef: {name: .., key:"
                        + " outside}}"))
        .hasMessageContaining("must name a Secret");
  }

  @Test
  void pemOfTheWrongKindIsNamedWithTheRemedy() throws Exception {
    Identity identity = new CertificateAuthority("east").client("CN=mirror");
    secret("ca", "ca.crt", "not a certificate");
    secret("client", "tls.crt", identity.certificatePem());
    secret(
        "client", "tls.key", identity.privateKeyPem().replace(" PRIVATE KEY", " RSA PRIVATE KEY"));

    assertThatThrownBy(() -> load("tls: {trustedCertificates: [{name: ca, key: ca.crt}]}"))
        .hasMessageContaining("key ca.crt of Secret ca holds no X.509 certificate");
    assertThatThrownBy(() -> load("tls: {clientCertificate: {secretName: client}}"))
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void passwordsNeverShowInErrorsOrTexts() throws Exception {
    secret("user", "password", "first\nsecond");
    assertThatThrownBy(
            () ->
                load(
                    "authentication: {type: Plain, username: u, passwordRef: {name: user, key:"
                        + " password}}"))
        .hasMessageContaining("holds several lines")
        .hasMessageNotContaining("first");

    secret("user", "password", "hunter2");
    assertThat(
            load(
                "authentication: {type: Plain, username: u, passwordRef: {name: user, key:"
                    + " password}}"))
        .asString()
        .doesNotContain("hunter2");
  }

  private static AppConfigurationEntry login(Map<String, Object> properties) {
    return JaasContext.loadClientContext(properties).configurationEntries().getFirst();
  }

  private Map<String, Object> source(String cluster) throws Exception {
    return load(cluster).source().common();
  }

  private FlowSettings load(String cluster) throws IOException, SettingsException {
    String yaml =
        SettingsFilesTest.SMALLEST.replace(
            "    alias: east\n", "    alias: east\n" + cluster.strip().indent(4));
    Path file = Files.writeString(directory.resolve("settings.yaml"), yaml);
    return new SettingsFiles(file, directory.resolve("secrets")).load();
  }

  private void secret(String name, String key, String value) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("secrets").resolve(name));
    Files.writeString(folder.resolve(key), value);
  }
}
