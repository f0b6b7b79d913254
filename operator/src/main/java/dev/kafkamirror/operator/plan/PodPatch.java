package dev.kafkamirror.operator.plan;

import java.util.Map;

/**
 * Annotations to set on a pod. Any change of a pod makes its kubelet refresh the mounted ConfigMap
 * and Secrets at once instead of up to 90 s later.
 */
public record PodPatch(String pod, Map<String, String> annotations) {}
