/** A network whose faults are ours: connections that break, stall or are slow when told to. */
package dev.kafkamirror.local.network;
