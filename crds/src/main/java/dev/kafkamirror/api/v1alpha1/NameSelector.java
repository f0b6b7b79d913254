package dev.kafkamirror.api.v1alpha1;

/** Selects names: exactly one of the three is set. A pattern must match the whole name. */
public record NameSelector(String name, String prefix, String pattern) {}
