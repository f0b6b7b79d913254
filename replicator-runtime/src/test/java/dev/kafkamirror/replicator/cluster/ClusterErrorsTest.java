package dev.kafkamirror.replicator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth;
import dev.kafkamirror.api.replicator.ReplicatorStatus.ClusterHealth.ClusterState;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterErrorsTest {
  private static final ClientSettings EAST =
      new ClientSettings(
          "east", null, Map.of("bootstrap.servers", "east:9092"), Map.of(), Map.of(), Map.of());

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments(
            new SaslAuthenticationException("invalid credentials"),
            ClusterState.AuthenticationFailed),
        arguments(
            new UnsupportedSaslMechanismException("PLAIN"), ClusterState.AuthenticationFailed),
        arguments(new SslAuthenticationException("SSL handshake failed"), ClusterState.TlsFailed),
        arguments(new GroupAuthorizationException("mm2-m"), ClusterState.AuthorizationFailed),
        arguments(new TimeoutException("no answer"), ClusterState.ConnectionFailed),
        arguments(
            new ConfigException("No resolvable bootstrap urls"), ClusterState.ConnectionFailed));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorIsClassifiedAlsoInsideWrappers(Throwable error, ClusterState state) {
    assertThat(ClusterErrors.state(error)).isEqualTo(state);
    assertThat(ClusterErrors.state(new ExecutionException(error))).isEqualTo(state);
    assertThat(ClusterErrors.state(new KafkaException("cannot make a client", error)))
        .isEqualTo(state);
  }

  @Test
  void anotherClusterThanMeantIsNamedWithWhatToDo() {
    var error = new ClusterIdMismatchException("this is cluster found");

    ClusterHealth health = ClusterErrors.health(EAST, null, error);

    assertThat(health.state()).isEqualTo(ClusterState.ClusterIdMismatch);
    assertThat(health.message())
        .startsWith("east (east:9092): this is cluster found; ")
        .contains("correct bootstrapServers");
  }

  @Test
  void healthNamesTheClusterTheCauseAndWhatToCheck() {
    ClusterHealth health =
        ClusterErrors.health(
            EAST,
            "id",
            new ExecutionException(new SaslAuthenticationException("invalid credentials")));

    assertThat(health.clusterId()).isEqualTo("id");
    assertThat(health.message())
        .isEqualTo(
            "east (east:9092): invalid credentials; check authentication.type,"
                + " authentication.username and the password in its Secret");
  }

  @Test
  void failedHandshakeShowsWhatStandsAtTheBottom() {
    Throwable error =
        new SslAuthenticationException(
            "SSL handshake failed", new SSLHandshakeException("No name matching east found"));

    assertThat(ClusterErrors.message(error))
        .isEqualTo("SSL handshake failed: No name matching east found");
  }
}
