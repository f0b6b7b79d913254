/**
 * Microbenchmarks of the engine's batch functions and of the assignment: {@code benchmarks/run
 * --jmh}.
 */
package dev.kafkamirror.benchmarks.jmh;
