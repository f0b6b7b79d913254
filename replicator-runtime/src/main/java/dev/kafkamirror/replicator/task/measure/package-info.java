/**
 * What a task measures of its own work, for whoever tunes it: cheap for the loops that measure,
 * made into numbers only when somebody asks.
 */
package dev.kafkamirror.replicator.task.measure;
