package dev.kafkamirror.replicator.wire;

import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;

/**
 * The leader of a partition, as far as the connection knows.
 *
 * @param epoch leader epoch, -1 when the brokers do not tell
 * @param topicId {@link Uuid#ZERO_UUID} when the brokers have none (before Kafka 2.8)
 */
public record Leader(Node node, int epoch, Uuid topicId) {}
