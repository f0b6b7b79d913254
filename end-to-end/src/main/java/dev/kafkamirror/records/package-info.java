/**
 * Records to try a mirror with, and the proof that a remote topic holds exactly those of its
 * source. Made of plain producers and consumers, nothing of the product: what judges it must not
 * share its errors.
 */
package dev.kafkamirror.records;
