package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Sees a client's requests and knows since when the Lease has not been renewed. The elector itself
 * notices that it can't be only once a request has ended that gets no answer, and that can be after
 * another operator has taken it.
 */
final class LeaseWatch implements Interceptor {
  private final LongSupplier nanos;
  private volatile long asked;

  /** Null before the first time. */
  private volatile Long renewed;

  /**
   * @param nanos monotonic time, as {@link System#nanoTime}
   */
  LeaseWatch(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (isRenewal(request)) {
      asked = nanos.getAsLong();
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (isRenewal(request) && response.isSuccessful()) {
      // Counts from when it was asked for: the API server's answer may have taken its time.
      renewed = asked;
    }
  }

  /** Whether it was, by a request sent so recently. Only says something of who leads. */
  boolean renewedWithin(Duration time) {
    var last = renewed;
    return last == null || nanos.getAsLong() - last <= time.toNanos();
  }

  private static boolean isRenewal(HttpRequest request) {
    return !request.method().equals("GET") && request.uri().getPath().contains("/leases");
  }
}
