package dev.kafkamirror.quickstart;

import dev.kafkamirror.local.kubernetes.KubernetesCluster;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The table that {@code kubectl get kafkamirrors} prints, shown again whenever it changes. */
final class MirrorTable {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final String WHAT_COUNTS =
      "jsonpath={.status.conditions[?(@.type==\"Ready\")].status} {.status.lag.records}"
          + " {.status.topics.replicating} {.status.conditions[?(@.type==\"Ready\")].message}";

  private final KubernetesCluster kubernetes;
  private final Consumer<String> out;
  private String header = "";
  private List<String> shown = List.of();

  MirrorTable(KubernetesCluster kubernetes, Consumer<String> out) {
    this.kubernetes = kubernetes;
    this.out = out;
  }

  /**
   * Shows the table until a mirror is Ready, has no lag and replicates so many topics.
   *
   * @throws IllegalStateException with the mirror's own words when that takes longer than 5 minutes
   */
  void showUntilCaughtUp(String mirror, int topics) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    String[] state;
    do {
      show();
      state = state(mirror);
      if (state[0].equals("True") && state[1].equals("0") && replicates(state[2], topics)) {
        show();
        return;
      }
    } while (System.nanoTime() < end);
    throw new IllegalStateException(
        "mirror "
            + mirror
            + " has not caught up after 5 minutes. Its Ready condition says: "
            + state[3]);
  }

  private static boolean replicates(String number, int topics) {
    return !number.isEmpty() && Integer.parseInt(number) >= topics;
  }

  /** Each call of kubectl takes long enough to be a pause between two looks. */
  private void show() {
    List<String> lines =
        kubernetes
            .kubectl("get", "kafkamirrors", "--namespace", Playground.NAMESPACE)
            .lines()
            .toList();
    List<String> rows = lines.stream().map(MirrorTable::withoutAge).toList();
    if (!rows.equals(shown)) {
      // The columns are as wide as their widest cell: a new header where that has changed.
      boolean sameColumns = lines.getFirst().equals(header);
      (sameColumns ? lines.subList(1, lines.size()) : lines).forEach(out);
      header = lines.getFirst();
      shown = rows;
    }
  }

  private String[] state(String mirror) {
    String words =
        kubernetes.kubectl(
            "get", "kafkamirror", mirror, "--namespace", Playground.NAMESPACE, "-o", WHAT_COUNTS);
    return (words + " ").split(" ", 4);
  }

  private static String withoutAge(String row) {
    return row.replaceFirst("\\S+\\s*$", "");
  }
}
