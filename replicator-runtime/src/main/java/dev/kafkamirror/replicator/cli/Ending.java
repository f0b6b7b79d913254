package dev.kafkamirror.replicator.cli;

import dev.kafkamirror.replicator.Replicator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a process that mirrors. */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private Ending() {}

  /**
   * Hands over all work, that of all flows at the same time.
   *
   * @return the exit code: 0 when nothing is left over
   */
  static int leave(List<Replicator> replicators) {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("end-", 0).factory())) {
      List<Future<Integer>> ends = replicators.stream().map(r -> threads.submit(r::leave)).toList();
      int left = 0;
      for (Future<Integer> end : ends) {
        left += end.get();
      }
      if (left > 0) {
        LOG.atError()
            .addKeyValue("partitions", left)
            .log(
                "Partitions were not handed over in time; whoever takes them over waits until this"
                    + " process has left the group, and fences it");
      }
      return left == 0 ? 0 : 1;
    } catch (ExecutionException e) {
      LOG.atError().setCause(e.getCause()).log("Not everything could be ended in order");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.atError().setCause(e).log("Interrupted while ending");
    }
    return 1;
  }

  /**
   * What SIGTERM and Ctrl-C run; without halt the exit code would be that of the signal, though all
   * went well.
   */
  static Thread hook(List<Replicator> replicators, Runnable last) {
    return new Thread(
        () -> {
          int exitCode = leave(replicators);
          last.run();
          Runtime.getRuntime().halt(exitCode);
        },
        "end");
  }
}
