/** What came out: medians and ratios, as results.json, Markdown table and SVG plots. */
package dev.kafkamirror.benchmarks.report;
