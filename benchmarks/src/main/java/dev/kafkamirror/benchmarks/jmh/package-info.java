/** Microbenchmarks of the engine's batch functions: {@code benchmarks/run --jmh}. */
package dev.kafkamirror.benchmarks.jmh;
