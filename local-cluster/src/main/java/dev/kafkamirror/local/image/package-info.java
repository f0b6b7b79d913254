/**
 * Container images without Docker and without a registry: the base of the product's images, and the
 * image that every pod of the local cluster needs.
 */
package dev.kafkamirror.local.image;
