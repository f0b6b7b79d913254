package dev.kafkamirror.replicator.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Secrets of a conversion. Mirrors of the same cluster with the same credentials share one. */
final class SecretBook {
  private final Names names = new Names();
  private final Map<String, Map<String, String>> byName = new LinkedHashMap<>();
  private final Map<Object, String> nameOf = new HashMap<>();

  /**
   * The name of the Secret that holds this.
   *
   * @param alias of the cluster that it is for
   * @param data texts by key, null for those that could not be read: their Secret is the user's to
   *     complete
   */
  String name(String alias, Map<String, String> data) {
    String name =
        nameOf.computeIfAbsent(
            List.of(alias, new HashMap<>(data)), _ -> names.next(alias + "-kafka"));
    Map<String, String> known = new HashMap<>(data);
    known.values().removeIf(text -> text == null);
    byName.put(name, known);
    return name;
  }

  /** Those of which something is known. */
  List<ConvertedSecret> all(String namespace) {
    List<ConvertedSecret> all = new ArrayList<>();
    byName.forEach(
        (name, data) -> {
          if (!data.isEmpty()) {
            all.add(new ConvertedSecret(name, namespace, data));
          }
        });
    return all;
  }
}
