/** Tests of the helm chart: what it renders, and what values it refuses. */
package dev.kafkamirror.operator.chart;
