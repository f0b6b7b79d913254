package dev.kafkamirror.replicator.convert;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Secret that a mirror refers to.
 *
 * @param name its name
 * @param namespace null for the one that it is applied to
 * @param data secret texts by key
 */
public record ConvertedSecret(String name, String namespace, Map<String, String> data) {

  public ConvertedSecret {
    data = Collections.unmodifiableMap(new TreeMap<>(data));
  }

  /** As YAML for {@code kubectl apply}. */
  public String yaml() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("apiVersion", "v1");
    document.put("kind", "Secret");
    document.put("metadata", Document.metadata(name, namespace));
    document.put("type", "Opaque");
    document.put("stringData", data);
    return Document.yaml(document);
  }

  /** Leaves the texts out. */
  @Override
  public String toString() {
    return "ConvertedSecret[" + name + ", " + data.keySet() + "]";
  }
}
