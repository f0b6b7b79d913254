package dev.kafkamirror.operator.validation;

import dev.kafkamirror.api.v1alpha1.AuthenticationSpec;
import dev.kafkamirror.api.v1alpha1.ClusterSpec;
import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;
import dev.kafkamirror.api.v1alpha1.OAuthSpec;
import dev.kafkamirror.api.v1alpha1.SecretKeyRef;
import dev.kafkamirror.api.v1alpha1.TlsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A place in a spec that refers to a key of a Secret.
 *
 * @param field path of the field, for messages
 */
public record SecretUse(String field, String secret, String key) {

  /** Every reference of a spec, in the order of its fields. */
  public static List<SecretUse> of(KafkaMirrorSpec spec) {
    var uses = new ArrayList<SecretUse>();
    addCluster(uses, "spec.source", spec.source());
    addCluster(uses, "spec.target", spec.target());
    return List.copyOf(uses);
  }

  /** The names of the Secrets that a spec refers to. */
  public static SortedSet<String> names(KafkaMirrorSpec spec) {
    var names = new TreeSet<String>();
    of(spec).forEach(use -> names.add(use.secret()));
    return names;
  }

  private static void addCluster(List<SecretUse> uses, String field, ClusterSpec cluster) {
    if (cluster == null) {
      return;
    }
    if (cluster.tls() != null) {
      addTls(uses, field + ".tls", cluster.tls());
    }
    AuthenticationSpec authentication = cluster.authentication();
    if (authentication != null && authentication.passwordRef() != null) {
      uses.add(
          new SecretUse(
              field + ".authentication.passwordRef",
              authentication.passwordRef().name(),
              authentication.passwordRef().key()));
    }
    if (authentication != null && authentication.oauth() != null) {
      addOAuth(uses, field + ".authentication.oauth", authentication.oauth());
    }
  }

  private static void addOAuth(List<SecretUse> uses, String field, OAuthSpec oauth) {
    var secret = oauth.clientSecretRef();
    uses.add(new SecretUse(field + ".clientSecretRef", secret.name(), secret.key()));
    addCertificates(uses, field, oauth.trustedCertificates());
  }

  private static void addCertificates(
      List<SecretUse> uses, String field, List<SecretKeyRef> certificates) {
    if (certificates != null) {
      for (int i = 0; i < certificates.size(); i++) {
        var ref = certificates.get(i);
        uses.add(new SecretUse(field + ".trustedCertificates[" + i + "]", ref.name(), ref.key()));
      }
    }
  }

  private static void addTls(List<SecretUse> uses, String field, TlsSpec tls) {
    addCertificates(uses, field, tls.trustedCertificates());
    var certificate = tls.clientCertificate();
    if (certificate != null) {
      var place = field + ".clientCertificate";
      var secret = certificate.secretName();
      uses.add(
          new SecretUse(
              place, secret, Objects.requireNonNullElse(certificate.certificateKey(), "tls.crt")));
      uses.add(
          new SecretUse(
              place, secret, Objects.requireNonNullElse(certificate.privateKeyKey(), "tls.key")));
    }
  }
}
