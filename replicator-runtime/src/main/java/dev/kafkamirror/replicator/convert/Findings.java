package dev.kafkamirror.replicator.convert;

import dev.kafkamirror.replicator.convert.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Collects what became of the settings of one mirror. */
final class Findings {
  private final String mirror;
  private final List<Finding> all = new ArrayList<>();

  /**
   * @param mirror empty for the file as a whole
   */
  Findings(String mirror) {
    this.mirror = mirror;
  }

  List<Finding> all() {
    return all;
  }

  void kept(Setting setting, String becomes) {
    kept(setting, becomes, "");
  }

  void kept(Setting setting, String becomes, String reason) {
    add(Outcome.Kept, false, setting.key(), becomes, reason);
  }

  void changed(Setting setting, String becomes, String reason) {
    add(Outcome.Changed, false, setting.key(), becomes, reason);
  }

  /** Dropped, and nobody will notice. */
  void dropped(Setting setting, String reason) {
    add(Outcome.Dropped, false, setting.key(), "", reason);
  }

  /** Dropped, and something goes another way now. */
  void lost(Setting setting, String reason) {
    lost(setting, "", reason);
  }

  void lost(Setting setting, String becomes, String reason) {
    add(Outcome.Dropped, true, setting.key(), becomes, reason);
  }

  private void add(Outcome outcome, boolean effect, String key, String becomes, String reason) {
    Finding finding = new Finding(outcome, effect, mirror, key, becomes, reason);
    if (!all.contains(finding)) {
      all.add(finding);
    }
  }
}
