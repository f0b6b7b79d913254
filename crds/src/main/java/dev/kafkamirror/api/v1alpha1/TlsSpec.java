package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * TLS to a cluster. Present, even empty, means that connections are encrypted.
 *
 * @param trustedCertificates PEM certificates of the authorities that sign the brokers'
 *     certificates; none means those that the Java runtime trusts
 * @param hostnameVerification whether a broker's certificate must carry the name that was connected
 *     to
 * @param clientCertificate the certificate that shows the mirror to the brokers (mutual TLS)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TlsSpec(
    @Size(max = 16) List<SecretKeyRef> trustedCertificates,
    @Default("Enabled") HostnameVerification hostnameVerification,
    ClientCertificateSpec clientCertificate) {

  public TlsSpec {
    trustedCertificates = Immutable.list(trustedCertificates);
  }

  /** Whether the broker's certificate must carry the name that was connected to. */
  public enum HostnameVerification {
    Enabled,
    Disabled
  }
}
