package dev.kafkamirror.api.v1alpha1;

import java.util.Map;

/**
 * Compute resources of one pod, of the shape of Kubernetes' {@code ResourceRequirements}. Our own
 * type, because the engine reads {@link KafkaMirrorSpec} without a Kubernetes client on its class
 * path.
 *
 * @param limits quantities such as {@code 500m} and {@code 1Gi} by resource name
 * @param requests quantities by resource name
 */
public record ResourcesSpec(Map<String, String> limits, Map<String, String> requests) {}
