/**
 * The pods of one flow as a fleet (design D4): they form a group on the target ({@code group}),
 * whose leader spreads the flow's partitions over tasks and pods and does what is done once for a
 * flow ({@code lead}). The group's subscriptions and assignments carry it all; partitions go from
 * pod to pod through the positions topic ({@code work}). Here is one process's part in it, with one
 * set of clients at a time.
 */
package dev.kafkamirror.replicator.fleet;
