/**
 * What is measured, each as a process of its own: our engine, MirrorMaker 2, and the two limits,
 * the pump that only produces ready batches and the loop that only fetches.
 */
package dev.kafkamirror.benchmarks.process;
