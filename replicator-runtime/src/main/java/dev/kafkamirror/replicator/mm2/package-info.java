/**
 * What MirrorMaker 2 writes, byte for byte: offset syncs, checkpoints, and its positions in Kafka
 * Connect's topics; and what these tell about how far it copied and whether it runs.
 */
package dev.kafkamirror.replicator.mm2;
