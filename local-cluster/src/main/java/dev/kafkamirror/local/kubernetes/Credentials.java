package dev.kafkamirror.local.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kafkamirror.local.pki.CertificateAuthority;
import dev.kafkamirror.local.pki.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Certificates, keys and kubeconfig files of a cluster's servers, in one directory. */
final class Credentials {
  private final CertificateAuthority authority = new CertificateAuthority("kubernetes");
  private final Path directory;
  private final String server;

  /**
   * Writes all files.
   *
   * @param directory only its owner may read it
   */
  Credentials(Path directory, Addresses addresses) {
    this.directory = directory;
    this.server = "https://" + addresses.node() + ":6443";
    try {
      Files.createDirectories(directory);
      Files.writeString(caFile(), authority.certificatePem());
      authority
          .server(
              "kube-apiserver",
              List.of(
                  "127.0.0.1",
                  addresses.node(),
                  addresses.firstService(),
                  "kubernetes.default.svc"))
          .write(directory, "apiserver");
      authority.client("O=system:masters,CN=kubelet-client").write(directory, "kubelet-client");
      var serviceAccounts = CertificateAuthority.newKeyPair();
      Files.writeString(
          file("service-accounts.key"), CertificateAuthority.privateKeyPem(serviceAccounts));
      Files.writeString(
          file("service-accounts.pub"), CertificateAuthority.publicKeyPem(serviceAccounts));
      kubeconfig("admin", "O=system:masters,CN=admin");
      kubeconfig("controller-manager", "CN=system:kube-controller-manager");
      kubeconfig("scheduler", "CN=system:kube-scheduler");
      kubeconfig("dns", "O=system:masters,CN=dns");
      kubeconfig("proxy", "CN=system:kube-proxy");
      kubeconfig("kubelet", "O=system:nodes,CN=system:node:" + Node.NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the API server answers. */
  String server() {
    return server;
  }

  Path caFile() {
    return file("ca.crt");
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** The kubeconfig file of admin, controller-manager, scheduler, dns, proxy or kubelet. */
  Path kubeconfigOf(String user) {
    return file(user + ".kubeconfig");
  }

  private void kubeconfig(String user, String distinguishedName) throws IOException {
    Files.writeString(
        kubeconfigOf(user),
        kubeconfig(server, authority.certificatePem(), authority.client(distinguishedName)));
  }

  static String kubeconfig(String server, String caPem, Identity user) {
    return """
    apiVersion: v1
    kind: Config
    current-context: local
    contexts: [{name: local, context: {cluster: local, user: local}}]
    clusters:
    - name: local
      cluster:
        server: %s
        certificate-authority-data: %s
    users:
    - name: local
      user:
        client-certificate-data: %s
        client-key-data: %s
    """
        .formatted(
            server, base64(caPem), base64(user.certificatePem()), base64(user.privateKeyPem()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
