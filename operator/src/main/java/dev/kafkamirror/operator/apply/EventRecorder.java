package dev.kafkamirror.operator.apply;

import dev.kafkamirror.api.v1alpha1.KafkaMirror;
import dev.kafkamirror.operator.plan.MirrorEvent;
import dev.kafkamirror.operator.plan.Names;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records Events. The same one again counts up the first instead of making a second. */
public final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int LONGEST_MESSAGE = 1024;

  private final KubernetesClient client;
  private final Clock clock;

  public EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Records an event. A failure is logged and not thrown: telling is no part of doing. */
  public void record(KafkaMirror mirror, MirrorEvent event) {
    LOG.atInfo()
        .addKeyValue("namespace", mirror.getMetadata().getNamespace())
        .addKeyValue("mirror", mirror.getMetadata().getName())
        .addKeyValue("reason", event.reason())
        .log(event.message());
    var wanted = build(mirror, event);
    try {
      create(wanted);
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue("namespace", mirror.getMetadata().getNamespace())
          .addKeyValue("mirror", mirror.getMetadata().getName())
          .setCause(e)
          .log("An event could not be recorded");
    }
  }

  private void create(Event wanted) {
    try {
      client.v1().events().resource(wanted).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      client
          .v1()
          .events()
          .inNamespace(wanted.getMetadata().getNamespace())
          .withName(wanted.getMetadata().getName())
          .edit(
              before ->
                  new EventBuilder(before)
                      .withCount(before.getCount() == null ? 2 : before.getCount() + 1)
                      .withLastTimestamp(wanted.getLastTimestamp())
                      .build());
    }
  }

  private Event build(KafkaMirror mirror, MirrorEvent event) {
    var about = mirror.getMetadata();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var message = event.message();
    int same = (about.getUid() + event.type() + event.reason() + message).hashCode();
    return new EventBuilder()
        .withNewMetadata()
        .withName(about.getName() + "." + Integer.toHexString(same))
        .withNamespace(about.getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(mirror.getApiVersion())
        .withKind(mirror.getKind())
        .withName(about.getName())
        .withNamespace(about.getNamespace())
        .withUid(about.getUid())
        .endInvolvedObject()
        .withType(event.type().name())
        .withReason(event.reason())
        .withMessage(message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)))
        .withNewSource(Names.FIELD_MANAGER, null)
        .withReportingComponent(Names.FIELD_MANAGER)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }
}
