package dev.kafkamirror.api.v1alpha1;

import java.util.List;

/** Which topics are mirrored and how their remote topics are called and created. */
public record TopicsSpec(
    List<NameSelector> include,
    List<NameSelector> exclude,
    NamingSpec naming,
    Integer replicationFactor) {}
