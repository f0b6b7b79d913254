package dev.kafkamirror.replicator.position;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Positions with what the leader notes there of promotions. Nothing here blocks. */
public interface TurnPositions extends Positions {

  /** Partitions that somebody copies, or has copied, and who that is. */
  Map<TopicPartition, Ownership> owners();

  /** Whose turn it is to copy each topic. */
  Terms terms();

  /** The request to end copying that was carried out last. */
  Optional<PromotionRequest> promotion();

  /** Writes down whose turn it is; tried again until it is written. */
  CompletableFuture<Void> writeSurely(String topic, Term term);

  /** Writes down that a request to end copying was carried out; tried again until it is written. */
  CompletableFuture<Void> writeSurely(PromotionRequest request);
}
