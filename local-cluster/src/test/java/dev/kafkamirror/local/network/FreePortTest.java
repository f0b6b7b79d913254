package dev.kafkamirror.local.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTest {
  @Test
  void aPortIsNotGivenTwice() {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertThat(ports.add(FreePort.next())).isTrue();
    }
  }

  @Test
  void canBeListenedOn() throws IOException {
    try (ServerSocket socket =
        new ServerSocket(FreePort.next(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  /** As a server that is down for a while needs it: clients' own ports come from elsewhere. */
  @Test
  void isNoneThatAnOutgoingConnectionMayTake() {
    assertThat(FreePort.next()).isLessThan(30_000);
  }
}
