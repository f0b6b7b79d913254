package dev.kafkamirror.replicator.cluster;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * What one step needs to be allowed. Brokers say that something is refused, not what would have to
 * be granted, nor where.
 *
 * @param operation in Kafka's words, as ACLs have it
 * @param resource its kind and name
 * @param cluster its part in the flow, source or target, and its alias where that is known
 */
public record Right(String operation, String resource, String cluster) {

  public static Right onTopic(String operation, String topic, String cluster) {
    return new Right(operation, "topic " + topic, cluster);
  }

  public static Right onGroup(String operation, String group, String cluster) {
    return new Right(operation, "group " + group, cluster);
  }

  /** What came of the step, without wrappers; a refusal with this right in its message. */
  public Exception named(Throwable error) {
    return switch (ClusterErrors.cause(error)) {
      case AuthorizationException refusal -> named(refusal);
      case Exception other -> other;
      case Throwable fatal -> new IllegalStateException(fatal);
    };
  }

  /** The same refusal, with this right in its message. */
  public AuthorizationException named(AuthorizationException refusal) {
    String message =
        "the mirror's user needs the right %s on %s at the %s: %s"
            .formatted(operation, resource, cluster, ClusterErrors.message(refusal));
    return switch (refusal) {
      case TopicAuthorizationException e ->
          new TopicAuthorizationException(message, e.unauthorizedTopics());
      case GroupAuthorizationException e -> new GroupAuthorizationException(message, e.groupId());
      case ClusterAuthorizationException _ -> new ClusterAuthorizationException(message);
      default -> new AuthorizationException(message);
    };
  }
}
