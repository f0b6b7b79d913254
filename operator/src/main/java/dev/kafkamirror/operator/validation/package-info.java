/**
 * Pure functions that find what is wrong with a mirror: its spec, its Secrets, and mirrors that get
 * in each other's way.
 */
package dev.kafkamirror.operator.validation;
