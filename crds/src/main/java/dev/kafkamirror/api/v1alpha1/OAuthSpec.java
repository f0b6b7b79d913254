package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Where OAuth tokens come from: the client credentials grant of RFC 6749.
 *
 * @param tokenEndpointUri of the authorization server, http or https
 * @param clientId the mirror's name there
 * @param clientSecretRef the Secret's key that holds the client's secret and nothing else
 * @param scope what is asked for; left out, what the server gives by itself
 * @param trustedCertificates certificates in PEM that sign the authorization server's; left out,
 *     the system's are trusted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OAuthSpec(
    @Required
        @Size(min = 1, max = 1024)
        @ValidationRule(
            value = "self.matches('^https?://.+')",
            message = "write the endpoint as a URI that begins with https:// or http://")
        String tokenEndpointUri,
    @Required @Size(min = 1, max = 253) String clientId,
    @Required SecretKeyRef clientSecretRef,
    @Size(min = 1, max = 1024) String scope,
    @Size(max = 16) List<SecretKeyRef> trustedCertificates) {}
