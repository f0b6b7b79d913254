package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Waits as long as an overloaded API server asks for before a request is sent again. The client
 * itself (fabric8 7.8) reads {@code Retry-After} and then goes by its own intervals.
 */
final class RetryAfter implements Interceptor {
  private static final int TOO_MANY_REQUESTS = 429;

  /** Below the client's own time-out for the whole; the API server asks for one second. */
  private static final long LONGEST_SECONDS = 8;

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    var seconds =
        Optional.ofNullable(response.header("Retry-After"))
            .filter(after -> response.code() == TOO_MANY_REQUESTS)
            .filter(after -> after.matches("\\d{1,9}"))
            .map(after -> Math.min(Long.parseLong(after), LONGEST_SECONDS));
    return seconds
        .map(
            wait ->
                new CompletableFuture<Boolean>().completeOnTimeout(true, wait, TimeUnit.SECONDS))
        .orElseGet(() -> CompletableFuture.completedFuture(false));
  }
}
