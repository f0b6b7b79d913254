/**
 * How the engine reaches a cluster outside the data path: clients that never give up, threads that
 * go on whatever is thrown, and what a failure means to the person who must mend it.
 */
package dev.kafkamirror.replicator.cluster;
