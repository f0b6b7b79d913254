package dev.kafkamirror.operator.plan;

import dev.kafkamirror.operator.observe.Observation;
import dev.kafkamirror.operator.observe.PodReport.Freshness;
import dev.kafkamirror.operator.observe.PodState;
import dev.kafkamirror.operator.validation.SecretUse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Decides which pods are annotated so that their kubelet refreshes the mounted files. */
final class PodRefresh {
  /**
   * After this a pod that still runs on older settings is touched again: its kubelet may have
   * looked before the new ConfigMap had reached it.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String revision;
  private final Observation seen;
  private final Instant now;

  PodRefresh(String revision, Observation seen, Instant now) {
    this.revision = revision;
    this.seen = seen;
    this.now = now;
  }

  List<PodPatch> patches() {
    var secrets = secretsHash();
    return seen.pods().stream()
        .filter(pod -> !pod.terminating())
        .filter(pod -> outdated(pod, secrets) || deaf(pod))
        .map(
            pod ->
                new PodPatch(
                    pod.name(),
                    Map.of(
                        Names.REVISION, revision,
                        Names.SECRETS, secrets,
                        Names.REFRESHED, now.toString())))
        .toList();
  }

  private boolean outdated(PodState pod, String secrets) {
    return !revision.equals(pod.annotations().get(Names.REVISION))
        || !secrets.equals(pod.annotations().get(Names.SECRETS));
  }

  /**
   * Whether a pod was told long ago and still runs on older settings, without having refused them.
   */
  private boolean deaf(PodState pod) {
    return pod.report() != null
        && pod.report().freshness() == Freshness.Fresh
        && pod.report().status().settingsError() == null
        && !revision.equals(pod.report().status().revision())
        && refreshed(pod).plus(PATIENCE).isBefore(now);
  }

  private static Instant refreshed(PodState pod) {
    try {
      return Instant.parse(pod.annotations().getOrDefault(Names.REFRESHED, ""));
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** Changes with the content of any Secret that the mirror refers to. */
  private String secretsHash() {
    return Hash.of(
        SecretUse.names(seen.mirror().getSpec()).stream()
            .filter(seen.secrets()::containsKey)
            .map(name -> name + "=" + seen.secrets().get(name).resourceVersion())
            .collect(Collectors.joining(",")));
  }
}
