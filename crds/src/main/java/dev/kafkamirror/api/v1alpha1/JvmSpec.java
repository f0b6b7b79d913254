package dev.kafkamirror.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The Java virtual machine of each pod. Changes roll the pods.
 *
 * @param maxRamPercentage share of the pod's memory limit that the heap may have; the engine needs
 *     the rest for network buffers and decompression
 * @param options options of the JVM with spaces between, each beginning with -X or -D, for example
 *     -XX:+UseParallelGC; they can be seen by everyone who sees the pods
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JvmSpec(
    @Default("60") @Min(10) @Max(90) Integer maxRamPercentage,
    @Size(min = 1, max = 1024)
        @ValidationRule(
            value = "self.matches('^-[XD][A-Za-z0-9_.:=,/+%@-]+( -[XD][A-Za-z0-9_.:=,/+%@-]+)*$')",
            message = "write options that begin with -X or -D, without quotes, one space between")
        String options) {}
