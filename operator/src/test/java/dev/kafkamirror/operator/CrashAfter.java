package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a number of a Kubernetes client's writes through, and then none: as if it had ended. */
final class CrashAfter implements Interceptor {
  private final int most;
  private final AtomicInteger writes = new AtomicInteger();

  CrashAfter(int most) {
    this.most = most;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("GET") && writes.incrementAndGet() > most) {
      throw new KubernetesClientException("ended after " + most + " writes");
    }
  }

  /** Whether a write was kept back. */
  boolean happened() {
    return writes.get() > most;
  }
}
