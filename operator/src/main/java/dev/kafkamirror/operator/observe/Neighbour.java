package dev.kafkamirror.operator.observe;

import dev.kafkamirror.api.v1alpha1.KafkaMirrorSpec;

/**
 * Another mirror, as far as two mirrors can get in each other's way.
 *
 * @param created creation timestamp as Kubernetes writes it (RFC 3339, so it sorts as text)
 * @param wanted its spec
 * @param applied the settings that its pods run on, null when it never ran
 * @param targetClusterId id of the target that its pods reported, null until known
 */
public record Neighbour(
    String namespace,
    String name,
    String created,
    KafkaMirrorSpec wanted,
    KafkaMirrorSpec applied,
    String targetClusterId) {}
