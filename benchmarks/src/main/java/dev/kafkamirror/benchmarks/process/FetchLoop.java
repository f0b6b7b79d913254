package dev.kafkamirror.benchmarks.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The limit of the source: a process that only fetches whole batches, round and round. */
public record FetchLoop() implements SystemUnderTest {

  @Override
  public String name() {
    return "fetch loop";
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
            PropertiesFile.text(flow.source().clientConfig()));
    return JavaProcess.start(
        "fetch loop",
        FetchProgram.class.getName(),
        List.of("-Dlogback.configurationFile=benchmarks-logback.xml"),
        List.of(client.toString(), flow.topicPrefix(), Integer.toString(flow.partitions())),
        Map.of(),
        log(flow));
  }

  /** Records that it has fetched so far. */
  public static long fetched(Flow flow) {
    return FetchProgram.last(log(flow));
  }

  private static Path log(Flow flow) {
    return flow.directory().resolve("fetch-loop.log");
  }
}
