/**
 * Faults of brokers, networks, topics and pods, with real brokers and real replicator processes.
 * Each test ends with the proof that the remote topic holds every record once and in order, or that
 * exactly the announced ones are missing.
 */
package dev.kafkamirror.replicator.faults;
