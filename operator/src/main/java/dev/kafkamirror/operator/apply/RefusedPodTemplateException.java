package dev.kafkamirror.operator.apply;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** The API server refuses a mirror's Deployment: it will not take it the next time either. */
public final class RefusedPodTemplateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RefusedPodTemplateException(KubernetesClientException refusal) {
    super(
        refusal.getStatus() == null || refusal.getStatus().getMessage() == null
            ? refusal.getMessage()
            : refusal.getStatus().getMessage(),
        refusal);
  }
}
