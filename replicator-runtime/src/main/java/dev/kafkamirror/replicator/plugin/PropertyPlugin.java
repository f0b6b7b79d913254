package dev.kafkamirror.replicator.plugin;

import org.apache.kafka.connect.mirror.ConfigPropertyFilter;

/** A {@code ConfigPropertyFilter} of the user's; throws {@link PluginFailedException}. */
public final class PropertyPlugin {
  private final PluginObject<ConfigPropertyFilter> filter;

  PropertyPlugin(PluginObject<ConfigPropertyFilter> filter) {
    this.filter = filter;
  }

  /** Whether remote topics get what their source topics have. */
  public boolean isSynced(String property) {
    return filter.call(
        "shouldReplicateConfigProperty", property, f -> f.shouldReplicateConfigProperty(property));
  }

  /** Whether what the source topic leaves at its default is set to it. */
  public boolean isSourceDefaultSet(String property) {
    return filter.call(
        "shouldReplicateSourceDefault", property, f -> f.shouldReplicateSourceDefault(property));
  }

  void close() {
    filter.close();
  }
}
