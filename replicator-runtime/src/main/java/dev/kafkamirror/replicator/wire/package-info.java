/**
 * The one package that touches kafka-clients' non-public classes (protocol messages, network
 * client, record format). It offers connections to a cluster that are configured by ordinary
 * kafka-clients properties, and the re-encoding of batches; errors come out as the public
 * exceptions of {@code org.apache.kafka.common.errors}. Its tests show what a new version of
 * kafka-clients changes.
 */
package dev.kafkamirror.replicator.wire;
