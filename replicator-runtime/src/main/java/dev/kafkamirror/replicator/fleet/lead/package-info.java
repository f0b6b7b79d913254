/**
 * What the group's leader does for the whole flow: where it starts first, topics that were created
 * again, and the plan of who copies what, by number and by load.
 */
package dev.kafkamirror.replicator.fleet.lead;
