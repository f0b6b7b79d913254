package dev.kafkamirror.replicator.task;

import dev.kafkamirror.replicator.cluster.ClusterErrors;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/**
 * What keeps a partition from copying.
 *
 * @param reason one CamelCase word for programs
 * @param message for people
 */
public record Trouble(String reason, String message) {
  /** The target will say the same again and again until a person changes something. */
  private static final Set<Class<? extends Exception>> FINAL =
      Set.of(
          RecordTooLargeException.class,
          RecordBatchTooLargeException.class,
          InvalidRecordException.class,
          InvalidTimestampException.class,
          UnsupportedForMessageFormatException.class,
          UnsupportedCompressionTypeException.class);

  private static final Set<Class<? extends Exception>> SEQUENCE =
      Set.of(
          OutOfOrderSequenceException.class,
          UnknownProducerIdException.class,
          InvalidProducerEpochException.class);

  /** A leader answers these before it appends; everything else may come after that. */
  private static final Set<Class<? extends Exception>> BEFORE_APPEND =
      Set.of(
          NotEnoughReplicasException.class,
          CorruptRecordException.class,
          TopicAuthorizationException.class,
          ClusterAuthorizationException.class);

  public static Trouble atSource(TopicPartition partition, Exception error) {
    return of(error, "%s at the source".formatted(partition), "Describe and Read");
  }

  public static Trouble atTarget(TopicPartition partition, Exception error) {
    return of(error, "%s at the target".formatted(partition), "Describe and Write");
  }

  /** What a failed look at it means, whatever wraps it. */
  public static Trouble atTarget(TopicPartition partition, Throwable failure) {
    return atTarget(partition, exception(failure));
  }

  /** Whether a mirror wrote what comes next cannot be found out. */
  public static Trouble withoutProducers(TopicPartition partition, Throwable failure) {
    return new Trouble(
        ClusterErrors.reason(failure),
        "%s: which of the source's records mirrors wrote cannot be read: %s"
            .formatted(partition, ClusterErrors.message(failure)));
  }

  /** Nothing may be sent yet. */
  public static Trouble notAnnounced(Throwable failure) {
    return new Trouble(
        ClusterErrors.reason(failure),
        "The producer id cannot be announced to the mirror of the other direction: "
            + ClusterErrors.message(failure));
  }

  private static Exception exception(Throwable failure) {
    return ClusterErrors.cause(failure) instanceof Exception e ? e : new Exception(failure);
  }

  private static Trouble of(Exception error, String where, String rights) {
    String advice =
        switch (error) {
          case TopicAuthorizationException _ -> " Grant the user %s on it".formatted(rights);
          case RecordTooLargeException _ -> " Raise max.message.bytes of the remote topic";
          case UnknownTopicOrPartitionException _ -> " It comes by itself when it is created";
          default -> "";
        };
    String message = "%s: %s%s".formatted(where, error.getMessage(), advice);
    return new Trouble(reason(error), message);
  }

  /** The error's class, without "Exception". */
  public static String reason(Exception error) {
    return error.getClass().getSimpleName().replaceFirst("Exception$", "");
  }

  /** Whether the same batch will be refused again however often it is sent. */
  public static boolean isFinal(Exception error) {
    return FINAL.contains(error.getClass());
  }

  /** Whether a leader's memory of our sequences differs from ours. */
  public static boolean isSequence(Exception error) {
    return SEQUENCE.contains(error.getClass());
  }

  /** Whether the batch may be in the target's log in spite of the error. */
  public static boolean mayBeAppended(Exception error) {
    return !isFinal(error) && !isSequence(error) && !BEFORE_APPEND.contains(error.getClass());
  }
}
