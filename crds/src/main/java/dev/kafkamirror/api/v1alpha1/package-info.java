/**
 * The types of {@code kafkamirror.dev/v1alpha1}: what a user writes in {@code spec} and reads in
 * {@code status}. The CRD is made from them. The engine's settings file has the same shape.
 */
package dev.kafkamirror.api.v1alpha1;
