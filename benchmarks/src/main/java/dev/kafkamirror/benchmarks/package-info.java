/**
 * The command {@code benchmarks/run}: what it is asked for, and the clusters that it measures on.
 */
package dev.kafkamirror.benchmarks;
