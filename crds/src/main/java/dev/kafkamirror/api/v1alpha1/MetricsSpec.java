package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;

/**
 * What the metrics of the pods have besides the mirror's own.
 *
 * @param mirrorMaker2Names whether partitions and groups are shown under MirrorMaker 2's names too,
 *     as its dashboards see them through Prometheus' JMX exporter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetricsSpec(@Default("Disabled") MirrorMaker2Names mirrorMaker2Names) {

  /** In full, because the API server validates a default before it fills in those of its fields. */
  static final String DEFAULT = "{\"mirrorMaker2Names\": \"Disabled\"}";

  /** Whether metrics have MirrorMaker 2's names too. */
  public enum MirrorMaker2Names {
    Enabled,
    /** They are twelve series more for each partition, and four for each partition of a group. */
    Disabled
  }
}
