/**
 * Which mirror writes which remote topic: claims in compacted topics, looked at before a remote
 * topic is created or copied into, so that two mirrors never write the same one.
 */
package dev.kafkamirror.replicator.claim;
