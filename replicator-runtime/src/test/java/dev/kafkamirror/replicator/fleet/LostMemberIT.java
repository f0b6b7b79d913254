package dev.kafkamirror.replicator.fleet;

import static org.awaitility.Awaitility.await;

import dev.kafkamirror.local.process.ChildProcess;
import dev.kafkamirror.replicator.testkit.Load;
import dev.kafkamirror.replicator.testkit.TwoClusters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members that are killed or stopped under load, as processes of their own. Whatever happens, each
 * record is on the target once, in its order: of several codecs, and of transactions too.
 */
class LostMemberIT {
  private static final Logger LOG = LoggerFactory.getLogger(LostMemberIT.class);
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** How often a member is stopped and goes on; more of them by hand with {@code -Dstops=10}. */
  private static final int STOPS = Integer.getInteger("stops", 2);

  private static final List<String> CODECS = List.of("none", "lz4", "zstd");
  private static final int PARTITIONS = 8;

  @RegisterExtension static final TwoClusters CLUSTERS = TwoClusters.shared();

  @TempDir Path logs;
  private final List<Load> loads = new ArrayList<>();
  private TestFlow flow;

  @AfterEach
  void endLoads() {
    loads.forEach(Load::close);
    loads.clear();
  }

  /** Two partitions of each codec and of transactions, under load until {@link #endLoads}. */
  private void loadedFlow(String prefix) throws ExecutionException, InterruptedException {
    flow = TestFlow.between(CLUSTERS.east(), CLUSTERS.west(), prefix);
    for (String codec : CODECS) {
      flow.create(prefix + codec, 2, Map.of());
      loads.add(new Load(flow.source(prefix + codec), 2, Map.of("compression.type", codec)));
    }
    flow.create(prefix + "transactions", 2, Map.of());
    loads.add(
        new Load(
            flow.source(prefix + "transactions"),
            2,
            Map.of("compression.type", "lz4", "transactional.id", prefix + "producer")));
  }

  private void awaitMore(int records) {
    loads.forEach(load -> load.awaitMore(records));
  }

  private void awaitEverythingOnceAndInOrder() {
    endLoads();
    CODECS.forEach(codec -> flow.awaitEqual(flow.prefix() + codec, 2));
    flow.awaitEqual(flow.prefix() + "transactions", 2);
  }

  private ChildProcess memberProcess(String pod) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FleetProcess.class.getName(),
            CLUSTERS.east().bootstrapServers(),
            CLUSTERS.west().bootstrapServers(),
            flow.prefix(),
            pod);
    return ChildProcess.start(pod, command, Map.of(), logs.resolve(pod + ".log"));
  }

  private void awaitCopying() {
    await()
        .atMost(DEADLINE)
        .until(() -> flow.targetTopics().contains("east." + flow.prefix() + "transactions"));
    await()
        .atMost(DEADLINE)
        .until(() -> flow.target("east." + flow.prefix() + "transactions").end(1) > 0);
    await().atMost(DEADLINE).until(() -> flow.target("east." + flow.prefix() + "zstd").end(1) > 0);
  }

  @Test
  void aKilledMembersWorkGoesOnAtTheExactRecord() throws Exception {
    loadedFlow("kill-");
    FleetMember a;
    try (ChildProcess victim = memberProcess("victim")) {
      // It is alone, so it leads and has everything.
      awaitCopying();
      a = flow.member("a");
      TestFlow.awaitShares(Map.of(a, PARTITIONS / 2));
      awaitMore(50);
      long killed = System.nanoTime();

      victim.kill();

      TestFlow.awaitShares(Map.of(a, PARTITIONS));
      LOG.info("taken over {} ms after SIGKILL", (System.nanoTime() - killed) / 1_000_000);
    }
    awaitMore(50);

    awaitEverythingOnceAndInOrder();
    a.close(GRACE);
  }

  @Test
  void aMemberThatWasStoppedForTooLongRepeatsNothingWhenItWakesUp() throws Exception {
    loadedFlow("stop-");
    FleetMember a;
    try (ChildProcess zombie = memberProcess("zombie")) {
      awaitCopying();
      a = flow.member("a");
      for (int i = 0; i < STOPS; i++) {
        TestFlow.awaitShares(Map.of(a, PARTITIONS / 2));
        awaitMore(50);
        zombie.suspend();
        TestFlow.awaitShares(Map.of(a, PARTITIONS));
        awaitMore(50);
        zombie.proceed();
      }
      TestFlow.awaitShares(Map.of(a, PARTITIONS / 2));
      awaitMore(50);

      awaitEverythingOnceAndInOrder();
    }
    a.close(GRACE);
  }

  @Test
  void aSuccessorThatIsKilledWhileItTakesOverLosesAndRepeatsNothing() throws Exception {
    loadedFlow("twice-");
    FleetMember a;
    try (ChildProcess first = memberProcess("first")) {
      awaitCopying();
      a = flow.member("a");
      TestFlow.awaitShares(Map.of(a, PARTITIONS / 2));
      try (ChildProcess successor = memberProcess("successor")) {
        await().atMost(DEADLINE).until(() -> a.status().work().partitions() < PARTITIONS / 2);
        awaitMore(50);

        first.kill();
        await()
            .atMost(DEADLINE)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> Files.readString(successor.log()).contains("lost owner fenced"));
        successor.kill();

        TestFlow.awaitShares(Map.of(a, PARTITIONS));
      }
    }
    awaitMore(50);

    awaitEverythingOnceAndInOrder();
    a.close(GRACE);
  }
}
