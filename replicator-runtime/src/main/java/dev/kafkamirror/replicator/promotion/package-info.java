/**
 * Failover and failback as verbs: carries out requests to end copying ({@code promotion}), and lets
 * two mirrors of opposite directions take turns ({@code reverseOf}), each topic one way at a time.
 * Whose turn it is stands in the positions' topics of both ({@link
 * dev.kafkamirror.replicator.position.Term}).
 */
package dev.kafkamirror.replicator.promotion;
