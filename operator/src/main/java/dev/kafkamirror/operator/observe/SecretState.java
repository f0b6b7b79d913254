package dev.kafkamirror.operator.observe;

import java.util.Set;

/**
 * A Secret without its values: the operator never needs them.
 *
 * @param resourceVersion changes with the content
 * @param keys names of the entries
 */
public record SecretState(String name, String resourceVersion, Set<String> keys) {

  public SecretState {
    keys = Set.copyOf(keys);
  }
}
