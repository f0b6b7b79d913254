package dev.kafkamirror.local.network;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The way to one server. It is sound until told otherwise; what it is told holds for present and
 * later connections until {@link #mend}.
 */
public final class Link implements AutoCloseable {
  private final Proxy proxy;

  Link(Proxy proxy) {
    this.proxy = proxy;
  }

  /** Where clients connect to, {@code host:port}. */
  public String address() {
    return proxy.getListen();
  }

  /** Where it leads to, {@code host:port}. */
  public String server() {
    return proxy.getUpstream();
  }

  /** Closes every connection and refuses new ones. */
  public void cut() {
    attempt(proxy::disable);
  }

  /**
   * Lets connections be, but nothing through any more, in either direction: half-open, as after the
   * loss of a machine or of a route. New ones are accepted and are as silent.
   */
  public void stall() {
    both((name, direction) -> proxy.toxics().timeout("stall-" + name, direction, 0));
  }

  /** Delays what goes through. */
  public void latency(Duration roundTrip) {
    long oneWay = roundTrip.toMillis() / 2;
    both((name, direction) -> proxy.toxics().latency("latency-" + name, direction, oneWay));
  }

  /** Limits what goes through in each direction. */
  public void bandwidth(long kilobytesPerSecond) {
    both(
        (name, direction) ->
            proxy.toxics().bandwidth("bandwidth-" + name, direction, kilobytesPerSecond));
  }

  /** Leads to another server from now on, {@code host:port}. Present connections are closed. */
  public void leadTo(String server) {
    attempt(() -> proxy.setUpstream(server));
  }

  /** Makes it sound again. Connections that were stalled are closed: bytes were lost in them. */
  public void mend() {
    attempt(
        () -> {
          for (Toxic toxic : proxy.toxics().getAll()) {
            toxic.remove();
          }
          proxy.enable();
        });
  }

  /** Ends it and every connection. */
  @Override
  public void close() {
    attempt(proxy::delete);
  }

  @FunctionalInterface
  private interface Request {
    void send() throws IOException;
  }

  @FunctionalInterface
  private interface Fault {
    Toxic add(String name, ToxicDirection direction) throws IOException;
  }

  private static void both(Fault fault) {
    attempt(
        () -> {
          fault.add("up", ToxicDirection.UPSTREAM);
          fault.add("down", ToxicDirection.DOWNSTREAM);
        });
  }

  private static void attempt(Request request) {
    try {
      request.send();
    } catch (IOException e) {
      throw new UncheckedIOException("Toxiproxy refuses", e);
    }
  }
}
