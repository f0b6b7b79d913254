package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.batch.BatchHeader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What a task needs to know where the same topics are mirrored under the same names the other way
 * too: the source holds records that mirrors wrote, and others write to remote topics. Any thread
 * may ask; futures are completed on others.
 */
public interface OtherDirection {

  /** There is none: remote topics are the mirror's alone. */
  OtherDirection NONE =
      new OtherDirection() {
        @Override
        public boolean exists() {
          return false;
        }

        @Override
        public Optional<Boolean> isMirrored(long producerId) {
          return Optional.of(false);
        }

        @Override
        public CompletableFuture<Void> learn(long producerId) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> announce(long producerId) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<List<BatchHeader>> batches(
            TopicPartition target, long from, long to) {
          return CompletableFuture.completedFuture(List.of());
        }
      };

  /** Whether there is one. */
  boolean exists();

  /**
   * Whether what the source has of this producer was written by a mirror, and is to be left out.
   *
   * @return empty while that must be {@link #learn learned}
   */
  Optional<Boolean> isMirrored(long producerId);

  /** Has it found out who a producer is that a batch of the source was seen of. */
  CompletableFuture<Void> learn(long producerId);

  /** Says at the target under which producer id it is written; nothing may be sent before. */
  CompletableFuture<Void> announce(long producerId);

  /**
   * What stands in a stretch of a remote partition, whoever wrote it.
   *
   * @param from first offset
   * @param to offset after the last one, not behind the high watermark
   */
  CompletableFuture<List<BatchHeader>> batches(TopicPartition target, long from, long to);
}
