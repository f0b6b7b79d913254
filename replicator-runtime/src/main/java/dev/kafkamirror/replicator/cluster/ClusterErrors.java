package dev.kafkamirror.replicator.cluster;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.replicator.settings.ClientSettings;
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
      case ClusterIdMismatchException _ -> ClusterState.ClusterIdMismatch;
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
    String message = text(cause);
    // "SSL handshake failed" alone helps nobody; what failed stands at the bottom.
    return cause instanceof SslAuthenticationException && cause.getCause() != null
        ? message + ": " + text(root(cause))
        : message;
  }

  /**
   * A cluster that failed, in words that name it and say what to look at.
   *
   * @param clusterId as far as it is known, or null
   */
  public static ClusterHealth health(ClientSettings cluster, String clusterId, Throwable error) {
    ClusterState state = state(error);
    String message =
        "%s (%s): %s; %s"
            .formatted(
                cluster.alias(),
                cluster.common().get("bootstrap.servers"),
                message(error),
                advice(state));
    return new ClusterHealth(state, clusterId, message);
  }

  private static String advice(ClusterState state) {
    return switch (state) {
      case TlsFailed ->
          "check tls.trustedCertificates, tls.clientCertificate and the names in the brokers'"
              + " certificates";
      case AuthenticationFailed ->
          "check authentication.type, authentication.username and the password in its Secret";
      case AuthorizationFailed -> "grant the mirror's user this right on the cluster";
      case ClusterIdMismatch ->
          "correct bootstrapServers; if the cluster was replaced for good, set clusterId to the id"
              + " of the new one or, where it is set already, create another KafkaMirror";
      case ConnectionFailed, Unknown, Reachable ->
          "check bootstrapServers, the network, and whether this listener expects tls or"
              + " authentication";
    };
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String text(Throwable error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}
