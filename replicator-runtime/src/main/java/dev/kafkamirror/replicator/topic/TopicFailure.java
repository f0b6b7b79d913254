package dev.kafkamirror.replicator.topic;

/**
 * Why a topic of the source is not, or not wholly, mirrored. It is tried again.
 *
 * @param reason one word
 * @param message what a person needs to mend it
 */
public record TopicFailure(String topic, String reason, String message) {}
