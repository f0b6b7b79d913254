/** The pod's HTTP interface. It answers from what is known already and never waits for Kafka. */
package dev.kafkamirror.replicator.http;
