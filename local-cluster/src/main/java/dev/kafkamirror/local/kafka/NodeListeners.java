package dev.kafkamirror.local.kafka;

import dev.kafkamirror.local.network.Link;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a node listens for clients.
 *
 * @param host address that it listens on
 * @param ports by listener, none for a controller
 * @param link what clients reach listener PROXIED through, null without it
 */
record NodeListeners(String host, Map<ListenerKind, Integer> ports, Link link) {

  static NodeListeners none(String host) {
    return new NodeListeners(host, new EnumMap<>(ListenerKind.class), null);
  }

  boolean isEmpty() {
    return ports.isEmpty();
  }

  Set<ListenerKind> kinds() {
    return ports.keySet();
  }

  /** Where it listens, {@code host:port}. */
  String bound(ListenerKind kind) {
    return host + ":" + ports.get(kind);
  }

  /** Where clients reach it, {@code host:port}. */
  String advertised(ListenerKind kind) {
    return kind == ListenerKind.PROXIED ? link.address() : bound(kind);
  }

  /** As in {@code advertised.listeners}. */
  String allAdvertised() {
    return kinds().stream()
        .map(kind -> kind + "://" + advertised(kind))
        .collect(Collectors.joining(","));
  }
}
