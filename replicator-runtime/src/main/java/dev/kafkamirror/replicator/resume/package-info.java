/**
 * Where to go on with a partition whose owner is gone: its records in the source and in the target
 * are put side by side from the last stored position on. Matching is a pure function; reading the
 * records is apart from it.
 */
package dev.kafkamirror.replicator.resume;
