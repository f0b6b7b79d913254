package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.benchmarks.data.ReadyBatches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The limit of the target: a process that only produces ready batches.
 *
 * @param batches what it sends
 * @param connections over which it sends, each with its share of the partitions
 */
public record Pump(ReadyBatches batches, int connections) implements SystemUnderTest {

  @Override
  public String name() {
    return connections == 1 ? "pump" : "pump, %d connections".formatted(connections);
  }

  @Override
  public Role role() {
    return Role.LIMIT;
  }

  @Override
  public RunningSystem start(Flow flow) {
    Path client =
        JavaProcess.write(
            flow.directory(),
            "client.properties",
            PropertiesFile.text(flow.target().clientConfig()));
    Path file = flow.directory().resolve("batches");
    batches.writeTo(file);
    return JavaProcess.start(
        "pump",
        PumpProgram.class.getName(),
        List.of("-Dlogback.configurationFile=benchmarks-logback.xml"),
        List.of(
            client.toString(),
            file.toString(),
            flow.remote(flow.topicPrefix()),
            Integer.toString(flow.partitions()),
            Integer.toString(connections)),
        Map.of(),
        flow.directory().resolve("pump.log"));
  }
}
