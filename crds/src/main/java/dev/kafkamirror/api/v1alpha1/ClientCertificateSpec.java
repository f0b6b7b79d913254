package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A PEM certificate and its private key in one Secret of the mirror's namespace, for mutual TLS.
 *
 * @param secretName name of the Secret, of type kubernetes.io/tls or any other
 * @param certificateKey key of the certificate chain in PEM
 * @param privateKeyKey key of the private key in PEM (PKCS#8, not encrypted)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientCertificateSpec(
    @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            message = "name the Secret as Kubernetes does: a-z, 0-9, '-' and '.'")
        String secretName,
    @Default("tls.crt")
        @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('^[-._a-zA-Z0-9]+$') && self != '.' && !self.startsWith('..')",
            message = "name a key of the Secret: letters, digits, '-', '_' and '.'")
        String certificateKey,
    @Default("tls.key")
        @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('^[-._a-zA-Z0-9]+$') && self != '.' && !self.startsWith('..')",
            message = "name a key of the Secret: letters, digits, '-', '_' and '.'")
        String privateKeyKey) {}
