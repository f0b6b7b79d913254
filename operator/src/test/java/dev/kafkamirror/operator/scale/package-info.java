/** Tests of how many pods there are, without a server. */
package dev.kafkamirror.operator.scale;
