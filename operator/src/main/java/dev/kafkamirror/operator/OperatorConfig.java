package dev.kafkamirror.operator;

import dev.kafkamirror.operator.plan.ReplicatorPods;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the operator's process is told by its environment.
 *
 * @param namespaces whose mirrors it looks after
 * @param replicatorImage image of the engine
 * @param httpPort of its own probes and metrics; 0 takes a free one
 * @param podPort on which pods answer for their status
 * @param pollPeriod between two questions to each pod
 * @param leadership which of several operators acts; null when there is only this one
 * @param podEnvironment variables that are handed through to the pods
 */
public record OperatorConfig(
    Set<String> namespaces,
    String replicatorImage,
    int httpPort,
    int podPort,
    Duration pollPeriod,
    Leadership leadership,
    Map<String, String> podEnvironment) {

  private static final int PORT = 8080;
  private static final Duration POLL_PERIOD = Duration.ofSeconds(5);

  public OperatorConfig {
    namespaces = Set.copyOf(namespaces);
    podEnvironment = Map.copyOf(podEnvironment);
  }

  /**
   * From environment variables: {@code WATCH_NAMESPACES} (names with commas between; empty means
   * {@code POD_NAMESPACE}, {@code *} every namespace), {@code REPLICATOR_IMAGE}, {@code LEASE_NAME}
   * (with {@code POD_NAME}; left out, there is no other operator), {@code LOG_FORMAT}, {@code
   * LOG_LEVEL}.
   *
   * @throws IllegalArgumentException with what to set when one is missing
   */
  public static OperatorConfig from(Map<String, String> environment) {
    var logging = new TreeMap<String, String>();
    for (var name : Set.of("LOG_FORMAT", "LOG_LEVEL")) {
      if (environment.containsKey(name)) {
        logging.put(name, environment.get(name));
      }
    }
    return new OperatorConfig(
        namespaces(environment),
        required(environment, "REPLICATOR_IMAGE", "the image of the replicator pods"),
        PORT,
        PORT,
        POLL_PERIOD,
        Leadership.from(environment),
        logging);
  }

  /** What all pods have in common. */
  ReplicatorPods pods() {
    return new ReplicatorPods(
        replicatorImage, leadership == null ? null : leadership.namespace(), podEnvironment);
  }

  private static Set<String> namespaces(Map<String, String> environment) {
    var names = new TreeSet<String>();
    Arrays.stream(environment.getOrDefault("WATCH_NAMESPACES", "").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> name.equals("*") ? Constants.WATCH_ALL_NAMESPACES : name)
        .forEach(names::add);
    if (names.equals(Set.of("*"))) {
      return Constants.WATCH_ALL_NAMESPACE_SET;
    }
    if (names.isEmpty()) {
      names.add(
          required(
              environment,
              "POD_NAMESPACE",
              "the operator's own namespace (or WATCH_NAMESPACES to the namespaces to look"
                  + " after)"));
    }
    return names;
  }

  static String required(Map<String, String> environment, String name, String meaning) {
    var value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Set the environment variable " + name + " to " + meaning);
    }
    return value;
  }
}
