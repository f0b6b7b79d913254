/**
 * The pods of one flow as a fleet (design D4): they form a group on the target, whose leader
 * spreads the flow's partitions over tasks and pods and does what is done once for a flow. The
 * group's subscriptions and assignments carry it all; partitions go from pod to pod through the
 * positions topic.
 */
package dev.kafkamirror.replicator.fleet;
