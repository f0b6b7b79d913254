package dev.kafkamirror.replicator.mm2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What the tasks of MirrorMaker 2's source connector copy, by the records of Kafka Connect's
 * configs topic: {@code connector-<name>}, {@code target-state-<name>}, {@code commit-<name>} with
 * the number of tasks, and {@code task-<name>-<number>} with the source partitions of each.
 */
final class ConnectorTasks {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ConnectorTasks() {}

  /**
   * The source partitions that it copies when workers run; none of a connector that is stopped,
   * paused or deleted.
   *
   * @param configs the latest value of each key, null for a tombstone
   */
  static Set<TopicPartition> partitions(Map<String, byte[]> configs, String connector) {
    JsonNode target = read(configs.get("target-state-" + connector));
    String state = target.path("state.v2").asText(target.path("state").asText("STARTED"));
    Set<TopicPartition> partitions = new HashSet<>();
    if (configs.get("connector-" + connector) == null || !state.equals("STARTED")) {
      return partitions;
    }
    int tasks = read(configs.get("commit-" + connector)).path("tasks").asInt();
    for (int task = 0; task < tasks; task++) {
      JsonNode config = read(configs.get("task-" + connector + "-" + task));
      String all = config.path("properties").path("task.assigned.partitions").asText();
      for (String one : all.isEmpty() ? new String[0] : all.split(",", -1)) {
        int dash = one.lastIndexOf('-');
        partitions.add(
            new TopicPartition(one.substring(0, dash), Integer.parseInt(one.substring(dash + 1))));
      }
    }
    return partitions;
  }

  private static JsonNode read(byte[] bytes) {
    try {
      return bytes == null ? JSON.nullNode() : JSON.readTree(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("Kafka Connect's configs topic holds what is no JSON", e);
    }
  }
}
