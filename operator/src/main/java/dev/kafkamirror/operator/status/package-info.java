/**
 * Pure functions that make a status: the fleet's sum, conditions, rounding, and when a change is
 * worth a write.
 */
package dev.kafkamirror.operator.status;
