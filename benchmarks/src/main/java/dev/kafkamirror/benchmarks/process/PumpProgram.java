package dev.kafkamirror.benchmarks.process;

import dev.kafkamirror.benchmarks.data.BatchPump;
import dev.kafkamirror.benchmarks.data.ReadyBatches;
import dev.kafkamirror.replicator.settings.ClientSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** Main class of {@link Pump}. Sends until it is killed, one thread a connection. */
public final class PumpProgram {
  private PumpProgram() {}

  /**
   * @param arguments file of client properties, file of batches, topic, partitions, connections
   */
  public static void main(String[] arguments) {
    ClientSettings client = PropertiesFile.client(Path.of(arguments[0]));
    ReadyBatches batches = ReadyBatches.readFrom(Path.of(arguments[1]));
    int partitions = Integer.parseInt(arguments[3]);
    int connections = Integer.parseInt(arguments[4]);
    for (int c = 0; c < connections; c++) {
      int share = c;
      List<TopicPartition> own =
          IntStream.range(0, partitions)
              .filter(p -> p % connections == share)
              .mapToObj(p -> new TopicPartition(arguments[2], p))
              .toList();
      Thread.ofPlatform()
          .name("pump-" + c)
          .uncaughtExceptionHandler(PumpProgram::fail)
          .start(
              () -> {
                try (BatchPump pump = new BatchPump(client, own, batches, -1)) {
                  pump.run(Long.MAX_VALUE, () -> true);
                }
              });
    }
  }

  private static void fail(Thread thread, Throwable e) {
    e.printStackTrace();
    Runtime.getRuntime().halt(1);
  }
}
