/** The records of MirrorMaker 2's offset syncs and checkpoints, byte for byte as it writes them. */
package dev.kafkamirror.replicator.mm2;
