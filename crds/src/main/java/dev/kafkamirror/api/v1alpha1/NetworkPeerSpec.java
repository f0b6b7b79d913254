package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Some pods, as in a NetworkPolicy.
 *
 * @param namespaceSelector their namespaces; left out, that of the mirror
 * @param podSelector pods in these namespaces; left out, all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.namespaceSelector) || has(self.podSelector)",
    message = "give namespaceSelector, podSelector or both")
public record NetworkPeerSpec(LabelsSpec namespaceSelector, LabelsSpec podSelector) {}
