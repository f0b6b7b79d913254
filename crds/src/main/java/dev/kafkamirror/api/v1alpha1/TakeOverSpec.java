package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;

/**
 * What has filled the remote topics until now.
 *
 * @param from what it is
 * @param connect where it ran in Kafka Connect, as with Strimzi's KafkaMirrorMaker2; left out, it
 *     was MirrorMaker 2's own process (connect-mirror-maker.sh)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TakeOverSpec(@Required From from, ConnectSpec connect) {

  /** What there is to take over from. */
  public enum From {
    /**
     * Partitions that the mirror has no position of are taken over where MirrorMaker 2 stopped. A
     * topic waits as long as it runs.
     */
    MirrorMaker2
  }
}
