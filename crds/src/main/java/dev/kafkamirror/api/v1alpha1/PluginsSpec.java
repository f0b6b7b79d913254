package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Classes of the user's with MirrorMaker 2's interfaces (package org.apache.kafka.connect.mirror),
 * loaded from jars. A process loads them once: pods are replaced when these fields change; after
 * another jar was put in the place of one restart them. While a class is missing or fails, nothing
 * changes about what is mirrored, and status says why.
 *
 * @param path directory in the pod that has the jars, itself or in directories right below it
 * @param replicationPolicy a ReplicationPolicy: how remote topics and MirrorMaker 2's internal
 *     topics are called. Leave topics.naming out with it. Can't be changed
 * @param topicFilter a TopicFilter: of the topics that topics.include and topics.exclude select,
 *     those that it accepts are mirrored
 * @param groupFilter a GroupFilter: of the groups that groups.include and groups.exclude select,
 *     those that it accepts are carried over
 * @param configPropertyFilter a ConfigPropertyFilter: of the properties that
 *     topics.configSync.exclude leaves, those that it accepts are synced; it also says of each
 *     whether the source's default is set, so that topics.configSync.defaultsFrom does not count
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PluginsSpec(
    @Default("/opt/kafka-mirror/plugins")
        @Size(min = 2, max = 1024)
        @ValidationRule(
            value = "self.startsWith('/')",
            message = "write path from the root on: /opt/kafka-mirror/plugins")
        String path,
    @ValidationRule(
            value =
                "self.className == oldSelf.className && has(self.config) == has(oldSelf.config)"
                    + " && (!has(self.config) || self.config == oldSelf.config)",
            message = PluginsSpec.NAMES_STAY)
        PluginSpec replicationPolicy,
    PluginSpec topicFilter,
    PluginSpec groupFilter,
    PluginSpec configPropertyFilter) {

  static final String NAMES_STAY =
      "replicationPolicy can't be changed, because the remote topics already carry its names:"
          + " create another KafkaMirror";
}
