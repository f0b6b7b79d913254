/**
 * What tests with real servers share: the servers, topics and load, settings files, replicator
 * processes, and the comparison of what was there with what arrived.
 */
package dev.kafkamirror.replicator.testkit;
