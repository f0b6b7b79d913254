/** Makes the CRD's YAML from the API types, and tests that the committed files equal it. */
package dev.kafkamirror.api.crd;
