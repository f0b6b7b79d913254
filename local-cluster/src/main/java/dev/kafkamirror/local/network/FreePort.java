package dev.kafkamirror.local.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A port of this machine's loopback that nobody listens on. */
public final class FreePort {
  /**
   * Below the ports that operating systems give to outgoing connections (Linux: 32768 and up) and
   * to Kubernetes' NodePorts (30000 and up): a server that is down for a while finds its port free.
   */
  private static final int FIRST = 15_000;

  private static final int BEHIND_LAST = 30_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** Never the same twice in a JVM, and by chance, so that two JVMs hardly choose the same. */
  public static int next() {
    while (GIVEN.size() < BEHIND_LAST - FIRST) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No port from " + FIRST + " to " + (BEHIND_LAST - 1) + " is free on this machine");
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
