/**
 * How it is measured: processor time and memory as the operating system counts them, records as the
 * target's log ends tell them, times as a consumer sees them.
 */
package dev.kafkamirror.benchmarks.measure;
