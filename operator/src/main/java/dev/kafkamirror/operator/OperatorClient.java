package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.Interceptor.RequestTags;

/** The operator's client of the API server. */
final class OperatorClient {
  /**
   * Tries after the first, with breaks of 0.1 to 1.6 seconds, before a request has failed. All that
   * asks tries again by itself; what matters is that a Lease that can't be renewed is given up well
   * before another operator may take it.
   */
  private static final int TRIES = 5;

  private OperatorClient() {}

  /**
   * A new client, the caller's to close.
   *
   * @param more who else is to see its requests
   */
  static KubernetesClient open(Config login, Interceptor... more) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(login).withRequestRetryBackoffLimit(TRIES).build())
        .withHttpClientBuilderConsumer(
            http -> {
              var lease = new LeaseWatch(System::nanoTime);
              http.addOrReplaceInterceptor("lease", lease).tag(lease);
              http.addOrReplaceInterceptor("retry-after", new RetryAfter());
              for (var interceptor : more) {
                http.addOrReplaceInterceptor(interceptor.getClass().getName(), interceptor);
              }
            })
        .build();
  }

  /**
   * What a client knows of the Lease.
   *
   * @throws IllegalArgumentException when it is not one of these clients
   */
  static LeaseWatch lease(KubernetesClient client) {
    var lease =
        client.getHttpClient() instanceof RequestTags tags ? tags.getTag(LeaseWatch.class) : null;
    if (lease == null) {
      throw new IllegalArgumentException("a client that was not opened here leads nobody");
    }
    return lease;
  }
}
