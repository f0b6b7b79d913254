/**
 * ACLs: what the target should have of those of the source, what the mirror itself has created
 * there, and the loop with which the fleet's leader brings the two together.
 */
package dev.kafkamirror.replicator.acl;
