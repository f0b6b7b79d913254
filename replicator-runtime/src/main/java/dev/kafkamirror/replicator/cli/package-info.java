/** The command line {@code replicator}. */
package dev.kafkamirror.replicator.cli;
