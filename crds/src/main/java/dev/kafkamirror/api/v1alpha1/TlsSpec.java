package dev.kafkamirror.api.v1alpha1;

import java.util.List;

/** TLS to a cluster. Present (even empty) means: the connection is encrypted. */
public record TlsSpec(
    List<SecretKeyRef> trustedCertificates,
    HostnameVerification hostnameVerification,
    ClientCertificateSpec clientCertificate) {

  /** Whether the broker's certificate must carry the name that was connected to. */
  public enum HostnameVerification {
    Enabled,
    Disabled
  }
}
