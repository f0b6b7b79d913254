package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the operator's container. */
public final class OperatorMain {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

  /** What sysexits.h calls a wrong configuration. */
  private static final int BAD_CONFIGURATION = 78;

  private OperatorMain() {}

  /**
   * Runs until SIGTERM. Ends with 1 when it no longer leads or can't start, with 78 when the
   * environment is incomplete.
   */
  public static void main(String[] arguments) throws InterruptedException {
    OperatorConfig config;
    try {
      config = OperatorConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      LOG.error(e.getMessage());
      System.exit(BAD_CONFIGURATION);
      return;
    }
    try {
      run(config);
    } catch (RuntimeException | IOException e) {
      LOG.error("The operator can't start", e);
      // Threads of what has been started do not keep the process.
      System.exit(1);
    }
  }

  /** Another operator may act in seconds: what is under way must not go on beside it. */
  private static void endAtOnce() {
    LOG.error("Lost the Lease: the API server did not answer in time, or another operator took it");
    Runtime.getRuntime().halt(1);
  }

  private static void run(OperatorConfig config) throws IOException, InterruptedException {
    var client = OperatorClient.open(Config.autoConfigure(null));
    var operator = MirrorOperator.start(client, config, Clock.systemUTC(), OperatorMain::endAtOnce);
    LOG.atInfo()
        .addKeyValue("namespaces", config.namespaces())
        .addKeyValue("image", config.replicatorImage())
        .log("Operator started");
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  operator.close();
                  client.close();
                  ended.countDown();
                },
                "shutdown"));
    ended.await();
  }
}
