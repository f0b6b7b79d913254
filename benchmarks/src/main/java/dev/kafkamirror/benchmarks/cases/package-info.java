/** The cases: what each mirrors, and which figures it gives. */
package dev.kafkamirror.benchmarks.cases;
