package dev.kafkamirror.replicator.faults;

import dev.kafkamirror.local.network.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Flips one bit of a text on its way through links, a number of times: as a faulty network card
 * does whose checksums are right. Toxiproxy has no toxic for it.
 */
final class Damage implements AutoCloseable {
  /** The direction in which bytes are damaged. */
  enum Way {
    TO_SERVER,
    FROM_SERVER
  }

  private static final int CHUNK = 1 << 16;

  private final byte[] text;
  private final AtomicInteger left;
  private final List<AutoCloseable> undo = new ArrayList<>();

  /**
   * @param text whose occurrences are damaged, where it stands as it is
   * @param times how many of them
   */
  Damage(String text, int times) {
    this.text = text.getBytes(StandardCharsets.UTF_8);
    this.left = new AtomicInteger(times);
  }

  /** Lets the link's later connections be damaged; present ones are closed. */
  void on(Link link, Way way) {
    String server = link.server();
    try {
      var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      undo.add(listener);
      Thread.startVirtualThread(() -> serve(listener, server, way));
      link.leadTo("127.0.0.1:" + listener.getLocalPort());
      undo.add(() -> link.leadTo(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether every damage is done. */
  boolean done() {
    return left.get() <= 0;
  }

  private void serve(ServerSocket listener, String server, Way way) {
    int colon = server.lastIndexOf(':');
    try (listener) {
      while (true) {
        Socket client = listener.accept();
        Socket broker =
            new Socket(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
        Thread.startVirtualThread(() -> pass(client, broker, way == Way.TO_SERVER));
        Thread.startVirtualThread(() -> pass(broker, client, way == Way.FROM_SERVER));
      }
    } catch (IOException e) {
      // Closed, or the broker is gone: clients find nobody here, as at a broker that is down.
    }
  }

  private void pass(Socket from, Socket to, boolean damaged) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to) {
      for (int n = from.getInputStream().read(chunk);
          n >= 0;
          n = from.getInputStream().read(chunk)) {
        if (damaged) {
          damage(chunk, n);
        }
        to.getOutputStream().write(chunk, 0, n);
      }
    } catch (IOException e) {
      // One side has closed its connection, so the other is closed too.
    }
  }

  private void damage(byte[] chunk, int length) {
    for (int at = 0; at + text.length <= length; at++) {
      int same = 0;
      while (same < text.length && chunk[at + same] == text[same]) {
        same++;
      }
      if (same == text.length && left.getAndDecrement() > 0) {
        chunk[at] ^= 1;
      }
    }
  }

  /** The links lead to their servers again. */
  @Override
  public void close() {
    try {
      for (AutoCloseable one : undo.reversed()) {
        one.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
