package dev.kafkamirror.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One directed flow of topics from a source to a target cluster (design D1). */
@Group("kafkamirror.dev")
@Version("v1alpha1")
@ShortNames({"kmirror", "kmir"})
public class KafkaMirror extends CustomResource<KafkaMirrorSpec, KafkaMirrorStatus>
    implements Namespaced {}
