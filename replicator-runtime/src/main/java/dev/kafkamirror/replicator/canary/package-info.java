/**
 * The canary: a record that the fleet's leader writes into the source now and then and awaits on
 * the target.
 */
package dev.kafkamirror.replicator.canary;
