package dev.kafkamirror.operator.scale;

/**
 * What the pods of a flow have to do.
 *
 * @param utilization sum over the pods of how busy each is, 1 for one that can do no more
 * @param heldBack whether a pod is held back by a quota, which more pods would not lift
 * @param bytesPerSecond what all copy together
 * @param lagBytes what is behind
 * @param partitions of the flow
 */
public record FlowLoad(
    double utilization, boolean heldBack, double bytesPerSecond, long lagBytes, int partitions) {}
