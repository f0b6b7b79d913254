/**
 * The flow's group on the target: what its members tell its leader and are told by it, as bytes and
 * as values, and how a pod takes part and knows that it still does.
 */
package dev.kafkamirror.replicator.fleet.group;
