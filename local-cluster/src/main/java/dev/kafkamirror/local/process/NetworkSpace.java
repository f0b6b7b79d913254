package dev.kafkamirror.local.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a server runs: on the host, or in a network namespace.
 *
 * @param commandPrefix put before a command so that it runs there, for example {@code nsenter
 *     --net=/run/netns/x}; empty for the host
 * @param address address to listen on and to advertise, reachable from the host (and from pods,
 *     where the space is a Kubernetes cluster's)
 */
public record NetworkSpace(List<String> commandPrefix, String address) {

  public NetworkSpace {
    commandPrefix = List.copyOf(commandPrefix);
  }

  /** The host's loopback. */
  public static NetworkSpace loopback() {
    return new NetworkSpace(List.of(), "127.0.0.1");
  }

  /** The command as it must be started to run in this space. */
  public List<String> wrap(List<String> command) {
    List<String> wrapped = new ArrayList<>(commandPrefix);
    wrapped.addAll(command);
    return wrapped;
  }
}
