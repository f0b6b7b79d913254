package dev.kafkamirror.replicator.mm2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ConnectorTasksTest {
  private static final String CONNECTOR = "east->west.MirrorSourceConnector";

  private final Map<String, byte[]> configs = new HashMap<>();

  ConnectorTasksTest() {
    put("connector-" + CONNECTOR, "{\"properties\":{\"topics\":\".*\"}}");
    put("commit-" + CONNECTOR, "{\"tasks\":2}");
    task(0, "orders-0,a-b.c-11");
    task(1, "orders-1");
    task(2, "long-gone-0");
  }

  private void put(String key, String value) {
    configs.put(key, value.getBytes(UTF_8));
  }

  private void task(int number, String partitions) {
    put(
        "task-" + CONNECTOR + "-" + number,
        "{\"properties\":{\"task.assigned.partitions\":\"%s\",\"task.index\":\"%d\"}}"
            .formatted(partitions, number));
  }

  private Set<TopicPartition> partitions() {
    return ConnectorTasks.partitions(configs, CONNECTOR);
  }

  @Test
  void aRunningConnectorCopiesWhatItsPresentTasksHave() {
    assertThat(partitions())
        .containsExactlyInAnyOrder(
            new TopicPartition("orders", 0),
            new TopicPartition("orders", 1),
            new TopicPartition("a-b.c", 11));
  }

  @Test
  void aTaskWithoutPartitionsCopiesNothing() {
    task(1, "");

    assertThat(partitions()).doesNotContain(new TopicPartition("orders", 1)).hasSize(2);
  }

  @Test
  void aConnectorThatIsStoppedOrPausedCopiesNothing() {
    put("target-state-" + CONNECTOR, "{\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}");
    assertThat(partitions()).isEmpty();

    put("target-state-" + CONNECTOR, "{\"state\":\"PAUSED\"}");
    assertThat(partitions()).isEmpty();

    put("target-state-" + CONNECTOR, "{\"state\":\"STARTED\",\"state.v2\":\"STARTED\"}");
    assertThat(partitions()).hasSize(3);
  }

  @Test
  void aConnectorThatIsDeletedOrUnknownCopiesNothing() {
    assertThat(ConnectorTasks.partitions(configs, "MirrorSourceConnector")).isEmpty();

    configs.put("connector-" + CONNECTOR, null);

    assertThat(partitions()).isEmpty();
  }
}
