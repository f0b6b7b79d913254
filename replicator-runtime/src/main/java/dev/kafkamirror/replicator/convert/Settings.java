package dev.kafkamirror.replicator.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Settings by the name that MirrorMaker 2 knows them under. Whoever converts one takes it; what is
 * left in the end nobody knew.
 */
final class Settings {
  private final Map<String, Setting> left = new TreeMap<>();
  private final List<Setting[]> overridden = new ArrayList<>();

  /** Puts it in place of one that was there before. */
  void put(String name, Setting setting) {
    Setting before = left.put(name, setting);
    if (before != null && !before.key().equals(setting.key())) {
      overridden.add(new Setting[] {before, setting});
    }
  }

  Optional<Setting> take(String name) {
    return Optional.ofNullable(left.remove(name));
  }

  /** The setting, or what counts without it. */
  Setting take(String name, String otherwise) {
    return take(name).orElseGet(() -> Setting.byDefault(name, otherwise));
  }

  Optional<Setting> look(String name) {
    return Optional.ofNullable(left.get(name));
  }

  /** What nobody has taken yet, by name. */
  Map<String, Setting> all() {
    return Collections.unmodifiableMap(left);
  }

  /** Takes everything that is left, by name. */
  Map<String, Setting> takeAll() {
    Map<String, Setting> all = new TreeMap<>(left);
    left.clear();
    return all;
  }

  /** Says of those that others took the place of, which ones. */
  void reportOverridden(Findings findings) {
    for (Setting[] pair : overridden) {
      findings.dropped(pair[0], pair[1].key() + " counts instead");
    }
  }
}
