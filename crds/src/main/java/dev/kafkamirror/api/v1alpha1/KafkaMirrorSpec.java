package dev.kafkamirror.api.v1alpha1;

/** What the user wants of one flow. */
public record KafkaMirrorSpec(
    ClusterSpec source,
    ClusterSpec target,
    TopicsSpec topics,
    HeartbeatsSpec heartbeats,
    MirrorState state,
    Integer tasksMax,
    Integer replicas,
    ResourcesSpec resources) {}
