/**
 * Certificates for servers that live as long as a test: a certificate authority, and server and
 * client certificates that it signs, as PEM.
 */
package dev.kafkamirror.local.pki;
