/**
 * Classes of the user's with MirrorMaker 2's interfaces: they are loaded from jars, called one call
 * at a time, and what goes wrong in them is told with the class, the method and the field that
 * names it.
 */
package dev.kafkamirror.replicator.plugin;
