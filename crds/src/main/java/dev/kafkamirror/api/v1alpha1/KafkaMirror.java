package dev.kafkamirror.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * Mirrors topics from one Kafka cluster, the source, to another, the target. One resource is one
 * directed flow; two-way mirroring is two resources.
 */
@Group("kafkamirror.dev")
@Version("v1alpha1")
@ShortNames({"kmirror", "kmir"})
@Categories("kafka")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Source", jsonPath = ".spec.source.alias")
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.target.alias")
@AdditionalPrinterColumn(
    name = "Tasks",
    jsonPath = ".status.tasks.running",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Lag",
    jsonPath = ".status.lag.records",
    type = AdditionalPrinterColumn.Type.INTEGER,
    getDescription = "Records that the target has not acknowledged yet; empty while unknown")
@AdditionalPrinterColumn(name = "Heartbeat", jsonPath = ".status.heartbeat.state")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Replicas",
    jsonPath = ".status.readyReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Lag-Seconds",
    jsonPath = ".status.lag.seconds",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Records/s",
    jsonPath = ".status.throughput.recordsPerSecond",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@ValidationRule(
    value = "size(self.metadata.name) <= 52 && !self.metadata.name.contains('.')",
    message =
        "shorten metadata.name to at most 52 characters without '.', because pods, labels and the"
            + " flow are named after it")
public class KafkaMirror extends CustomResource<KafkaMirrorSpec, KafkaMirrorStatus>
    implements Namespaced {}
