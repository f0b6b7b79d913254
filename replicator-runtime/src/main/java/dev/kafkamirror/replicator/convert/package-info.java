/**
 * Turns the configuration of MirrorMaker 2, in its own properties or in Strimzi's YAML, into
 * KafkaMirrors and Secrets, and says of every setting what became of it. Pure: files and the
 * environment are asked for through {@link dev.kafkamirror.replicator.convert.Lookup}.
 */
package dev.kafkamirror.replicator.convert;
