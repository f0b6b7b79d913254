package dev.kafkamirror.replicator.convert;

import java.util.Optional;

/** What a configuration refers to outside itself. */
public interface Lookup {

  /** The bytes of a file; empty where it can't be read. */
  Optional<byte[]> file(String path);

  /** A variable of the environment; empty where it is not set. */
  Optional<String> environment(String name);
}
