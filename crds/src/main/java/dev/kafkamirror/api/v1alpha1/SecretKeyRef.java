package dev.kafkamirror.api.v1alpha1;

/** One key of a Secret in the mirror's namespace. */
public record SecretKeyRef(String name, String key) {}
