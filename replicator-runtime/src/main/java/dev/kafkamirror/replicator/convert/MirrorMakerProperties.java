package dev.kafkamirror.replicator.convert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code connect-mirror-maker.properties} with the precedence of MirrorMaker 2 ({@code
 * MirrorMakerConfig}): {@code A->B.key} beats {@code A.key}, which beats {@code key}.
 */
final class MirrorMakerProperties {
  private final Map<String, Setting> file = new TreeMap<>();
  private final Set<String> used = new HashSet<>();
  private final Set<String> targets;
  private final List<String> aliases;
  private final List<FlowInput> flows = new ArrayList<>();

  /**
   * @param targets aliases of the only targets, empty for all
   */
  MirrorMakerProperties(Map<String, String> properties, Set<String> targets, References references)
      throws ConversionException {
    properties.forEach((key, value) -> file.put(key, references.resolve(key, value)));
    this.targets = targets;
    Setting clusters = use("clusters");
    if (clusters == null || clusters.list().isEmpty()) {
      throw new ConversionException("clusters is missing: list the aliases of the clusters");
    }
    this.aliases = clusters.list();
    for (String target : targets) {
      if (!aliases.contains(target)) {
        throw new ConversionException(
            target + " of --clusters is none of the clusters " + String.join(", ", aliases));
      }
    }
    read();
    if (flows.isEmpty()) {
      throw new ConversionException(
          "no flow is enabled"
              + (targets.isEmpty() ? "" : " into " + String.join(", ", targets))
              + ": set, e.g., "
              + aliases.getFirst()
              + "->"
              + aliases.getLast()
              + ".enabled = true");
    }
  }

  List<FlowInput> flows() {
    return flows;
  }

  /** What became of the settings that no flow has. */
  List<Finding> unused() {
    Findings findings = new Findings("");
    file.forEach(
        (key, setting) -> {
          if (!used.contains(key)) {
            report(key, setting, findings);
          }
        });
    return findings.all();
  }

  private void report(String key, Setting setting, Findings findings) {
    String owner = owner(key);
    if (owner == null) {
      ConnectorRules.report(key, setting, findings);
    } else if (!key.endsWith(".enabled") || setting.isTrue()) {
      findings.dropped(setting, "no flow that is converted has to do with " + owner);
    } else {
      findings.kept(setting, "", "no KafkaMirror is made for " + owner);
    }
  }

  /** The cluster or pair of clusters that a key begins with, null where there is none. */
  private String owner(String key) {
    int arrow = key.indexOf("->");
    if (arrow > 0) {
      String source = key.substring(0, arrow);
      return aliases.stream()
          .filter(target -> key.startsWith(source + "->" + target + "."))
          .map(target -> source + "->" + target)
          .filter(_ -> aliases.contains(source))
          .findFirst()
          .orElse(null);
    }
    return cluster(key);
  }

  /** The longest alias that a key begins with. */
  private String cluster(String key) {
    String longest = null;
    for (String alias : aliases) {
      if (key.startsWith(alias + ".") && (longest == null || alias.length() > longest.length())) {
        longest = alias;
      }
    }
    return longest;
  }

  private void read() {
    Names names = new Names();
    for (String source : aliases) {
      for (String target : aliases) {
        boolean wanted = targets.isEmpty() || targets.contains(target);
        if (!source.equals(target) && wanted && isEnabled(source + "->" + target)) {
          flows.add(flow(names.next(source + "-to-" + target), source, target));
        }
      }
    }
  }

  private boolean isEnabled(String pair) {
    Setting own = file.get(pair + ".enabled");
    Setting enabled = own == null ? file.get("enabled") : own;
    return enabled != null && enabled.isTrue();
  }

  private FlowInput flow(String name, String source, String target) {
    FlowInput flow =
        new FlowInput(
            name,
            null,
            ClusterInput.of(source, new LinkedHashMap<>()),
            ClusterInput.of(target, new LinkedHashMap<>()),
            new Settings(),
            heartbeats(source, target),
            ConnectInput.dedicated(source),
            true,
            new LinkedHashMap<>(),
            new Findings(name));
    String pair = source + "->" + target + ".";
    for (String key : file.keySet()) {
      if (owner(key) == null && ConnectorRules.isKnown(key)) {
        flow.connector().put(key, use(key));
      }
    }
    cluster(flow.source());
    cluster(flow.target());
    Map<String, Setting> own = under(pair);
    own.forEach(flow::putBelow);
    clients(flow.source());
    clients(flow.target());
    own.forEach(flow::put);
    return flow;
  }

  private void cluster(ClusterInput cluster) {
    for (String key : file.keySet()) {
      if (ConnectionRules.isConnection(key)) {
        cluster.put(key, use(key));
      }
    }
  }

  private void clients(ClusterInput cluster) {
    under(cluster.alias() + ".").forEach(cluster::put);
  }

  private Map<String, Setting> under(String prefix) {
    Map<String, Setting> found = new TreeMap<>();
    for (String key : file.keySet()) {
      if (prefix.equals(owner(key) + ".")) {
        found.put(key.substring(prefix.length()), use(key));
      }
    }
    return found;
  }

  private HeartbeatInput heartbeats(String source, String target) {
    String back = target + "->" + source + ".";
    String forth = source + "->" + target + ".";
    return new HeartbeatInput(
        setting(back, HeartbeatInput.ENABLED, "true"),
        setting(back, HeartbeatInput.SECONDS, "1"),
        setting(forth, HeartbeatInput.ENABLED, "true"),
        setting(forth, HeartbeatInput.SECONDS, "1"));
  }

  private Setting setting(String pair, String name, String otherwise) {
    Setting own = use(pair + name);
    Setting all = own == null ? use(name) : own;
    return all == null ? Setting.byDefault(name, otherwise) : all;
  }

  private Setting use(String key) {
    Setting setting = file.get(key);
    if (setting != null) {
      used.add(key);
    }
    return setting;
  }
}
