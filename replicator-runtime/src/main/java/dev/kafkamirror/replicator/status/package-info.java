/** What the pod says about itself: lag, rates and counts, made from the state of its partitions. */
package dev.kafkamirror.replicator.status;
