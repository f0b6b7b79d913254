package dev.kafkamirror.api.v1alpha1;

/** A PEM certificate and private key in one Secret of the mirror's namespace, for mutual TLS. */
public record ClientCertificateSpec(
    String secretName, String certificateKey, String privateKeyKey) {}
