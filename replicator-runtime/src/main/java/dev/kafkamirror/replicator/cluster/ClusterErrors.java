package dev.kafkamirror.replicator.cluster;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** What an error of a client means. */
public final class ClusterErrors {
  private ClusterErrors() {}

  /** The error that stands behind wrappers of futures and of client constructors. */
  public static Throwable cause(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null
        && (cause instanceof ExecutionException
            || cause instanceof CompletionException
            || cause.getClass() == org.apache.kafka.common.KafkaException.class)) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The state of a cluster that answered with this error; null stands for an answer without. */
  public static ClusterState state(Throwable error) {
    return switch (error == null ? null : cause(error)) {
      case null -> ClusterState.Reachable;
      case SslAuthenticationException _ -> ClusterState.TlsFailed;
      case javax.net.ssl.SSLException _ -> ClusterState.TlsFailed;
      case java.security.GeneralSecurityException _ -> ClusterState.TlsFailed;
      case AuthenticationException _ -> ClusterState.AuthenticationFailed;
      case AuthorizationException _ -> ClusterState.AuthorizationFailed;
      default -> ClusterState.ConnectionFailed;
    };
  }

  /** One word for the kind of error, as it stands in a status: the exception without its suffix. */
  public static String reason(Throwable error) {
    String name = cause(error).getClass().getSimpleName();
    return name.endsWith("Exception") ? name.substring(0, name.length() - 9) : name;
  }

  /** What a person reads; never null. */
  public static String message(Throwable error) {
    Throwable cause = cause(error);
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
