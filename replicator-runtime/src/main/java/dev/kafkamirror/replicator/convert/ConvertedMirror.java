package dev.kafkamirror.replicator.convert;

/**
 * A KafkaMirror that was made of one flow.
 *
 * @param name its name
 * @param source alias of the source
 * @param target alias of the target
 * @param yaml the document for {@code kubectl apply}
 */
public record ConvertedMirror(String name, String source, String target, String yaml) {}
