/**
 * Programs that this module needs and that are no Java: built from pinned Go modules into a
 * per-user cache, or taken from Debian packages.
 */
package dev.kafkamirror.local.tools;
