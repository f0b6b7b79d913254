package dev.kafkamirror.replicator.wire;

/**
 * How a connection uses the network, as Kafka's clients measure it; NaN is what is not known.
 *
 * @param requestsInFlight that have no answer yet
 * @param ioRatio share of the last 30 to 60 s in which the thread read and wrote
 * @param ioWaitRatio share of that time in which it waited for the network
 * @param waitedNanos for how long it has waited in all
 */
public record NetworkUse(
    int requestsInFlight, double ioRatio, double ioWaitRatio, double waitedNanos) {

  /** Of no connection. */
  public static final NetworkUse NONE = new NetworkUse(0, Double.NaN, Double.NaN, Double.NaN);
}
