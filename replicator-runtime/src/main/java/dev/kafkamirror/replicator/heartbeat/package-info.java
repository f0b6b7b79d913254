/** Heartbeats in MirrorMaker 2's format: written by the fleet's leader, observed on the target. */
package dev.kafkamirror.replicator.heartbeat;
