package dev.kafkamirror.replicator.task.refusal;

import dev.kafkamirror.replicator.task.Trouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that the target refuses for what it is, not for what goes on there.
 *
 * @param record as a consumer of the source sees it: topic, partition and offset are the source's
 * @param reason one CamelCase word, as {@link Trouble#reason()}
 * @param message what the target said
 */
public record RecordError(ConsumerRecord<byte[], byte[]> record, String reason, String message) {

  /** For people: which record it is, how large, and what is wrong with it. */
  String describe() {
    return "The target refuses the record at offset %d of %s-%d (%d bytes): %s"
        .formatted(
            record.offset(),
            record.topic(),
            record.partition(),
            Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()),
            message);
  }
}
