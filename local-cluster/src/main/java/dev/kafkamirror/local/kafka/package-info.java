/** Real Kafka clusters (KRaft), each broker a process of its own. */
package dev.kafkamirror.local.kafka;
