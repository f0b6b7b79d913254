/**
 * What the spec says about copying, in the form that running tasks follow: where the source no
 * longer has what it should have, what is lost and counted, how fast and in which order topics are
 * copied. Decisions and values only.
 */
package dev.kafkamirror.replicator.policy;
