/** The whole product on real Kafka and real Kubernetes: installed with helm, used with kubectl. */
package dev.kafkamirror.endtoend;
