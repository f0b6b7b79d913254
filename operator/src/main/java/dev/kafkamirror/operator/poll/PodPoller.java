package dev.kafkamirror.operator.poll;

import dev.kafkamirror.api.replicator.ReplicatorStatus;
import dev.kafkamirror.operator.observe.PodReport;
import dev.kafkamirror.operator.observe.PodReport.Freshness;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all pods at the same time and remembers what they said. A pod that misses three rounds in a
 * row is stale: what it does is unknown then. Not safe for use by several threads.
 */
public final class PodPoller {
  /** Rounds without an answer after which the last answer is not believed any more. */
  static final int STALE_AFTER = 3;

  private static final Logger LOG = LoggerFactory.getLogger(PodPoller.class);

  private final Function<String, CompletableFuture<ReplicatorStatus>> ask;
  private Map<String, Known> known = Map.of();

  public PodPoller(StatusClient client) {
    this(client::ask);
  }

  PodPoller(Function<String, CompletableFuture<ReplicatorStatus>> ask) {
    this.ask = ask;
  }

  /** One round: what is known of each pod after it, by the pod's uid. */
  public Map<String, PodReport> poll(List<Pod> pods) {
    var answers = new HashMap<String, CompletableFuture<ReplicatorStatus>>();
    for (var pod : pods) {
      var ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
      if (ip != null && "Running".equals(pod.getStatus().getPhase())) {
        answers.put(pod.getMetadata().getUid(), ask.apply(ip));
      }
    }
    var next = new HashMap<String, Known>();
    var reports = new HashMap<String, PodReport>();
    for (var pod : pods) {
      var uid = pod.getMetadata().getUid();
      var before = known.getOrDefault(uid, Known.NOTHING);
      var now = before.after(answer(pod, answers.get(uid)));
      next.put(uid, now);
      reports.put(uid, now.report(pod.getMetadata().getName()));
    }
    known = next;
    return reports;
  }

  private static ReplicatorStatus answer(Pod pod, CompletableFuture<ReplicatorStatus> asked) {
    try {
      return asked == null ? null : Calm.rounded(asked.join());
    } catch (CompletionException e) {
      LOG.atDebug()
          .addKeyValue("namespace", pod.getMetadata().getNamespace())
          .addKeyValue("pod", pod.getMetadata().getName())
          .setCause(e.getCause())
          .log("The pod gives no status");
      return null;
    }
  }

  /** Uids of the pods of the last round. */
  Set<String> remembered() {
    return known.keySet();
  }

  /**
   * What is known of a pod.
   *
   * @param last its last answer, null when there never was one
   * @param misses rounds since then
   */
  private record Known(ReplicatorStatus last, int misses) {
    static final Known NOTHING = new Known(null, 0);

    Known after(ReplicatorStatus answer) {
      return answer != null ? new Known(answer, 0) : new Known(last, misses + 1);
    }

    PodReport report(String pod) {
      if (last == null) {
        return new PodReport(pod, Freshness.Silent, null);
      }
      return misses < STALE_AFTER
          ? new PodReport(pod, Freshness.Fresh, last)
          : new PodReport(pod, Freshness.Stale, null);
    }
  }
}
