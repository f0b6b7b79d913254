/**
 * Which topics are mirrored, what their remote topics are called, and how remote topics come to be
 * there: selectors, naming, discovery, creation, and the properties that they keep.
 */
package dev.kafkamirror.replicator.topic;
