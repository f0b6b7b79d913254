/** Tests of who copies a topic when, where mirrors take turns. */
package dev.kafkamirror.replicator.promotion;
