/** Reads the settings file and the secrets directory into values, and watches both for changes. */
package dev.kafkamirror.replicator.settings;
