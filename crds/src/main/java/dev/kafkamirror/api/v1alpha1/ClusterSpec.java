package dev.kafkamirror.api.v1alpha1;

import java.util.List;

/** How to reach one Kafka cluster. */
public record ClusterSpec(
    String alias,
    List<String> bootstrapServers,
    TlsSpec tls,
    AuthenticationSpec authentication,
    ClientConfigSpec clientConfig) {}
