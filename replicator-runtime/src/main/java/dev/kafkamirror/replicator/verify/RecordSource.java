package dev.kafkamirror.replicator.verify;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The visible records of one partition in order, up to an end that was fixed at the start. */
interface RecordSource {

  /** The next record, null at the end. */
  ConsumerRecord<byte[], byte[]> next();

  /** Records before this offset have been removed; it may move while records are read. */
  long logStart();

  /** Moves the end to where the log ends now, so that {@link #next} may go on. */
  void extend();
}
