package dev.kafkamirror.api.v1alpha1;

import java.util.Map;

/** Kafka client properties that the typed fields do not cover, by client. */
public record ClientConfigSpec(
    Map<String, String> common,
    Map<String, String> consumer,
    Map<String, String> producer,
    Map<String, String> admin) {}
