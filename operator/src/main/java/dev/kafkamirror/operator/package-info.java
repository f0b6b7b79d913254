/**
 * The operator's process: settings from the environment, wiring, HTTP endpoints for probes and
 * metrics, and an orderly end.
 */
package dev.kafkamirror.operator;
