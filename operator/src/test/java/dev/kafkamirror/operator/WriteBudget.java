package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a number of writes for each mirror through and none after: what the API server sees of an
 * operator that ends after that write.
 */
final class WriteBudget implements Interceptor {
  private final Map<String, AtomicInteger> left = new ConcurrentHashMap<>();
  private final Set<String> spent = ConcurrentHashMap.newKeySet();

  /** Allows a mirror so many writes. No name of a mirror may be part of another's. */
  void allow(String mirror, int writes) {
    left.put(mirror, new AtomicInteger(writes));
  }

  /** The mirrors for which one write more was tried. */
  Set<String> spent() {
    return Set.copyOf(spent);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (request.method().equals("GET")) {
      return;
    }
    var text = request.uri().getPath() + request.bodyString();
    left.forEach(
        (mirror, writes) -> {
          if (text.contains(mirror) && writes.getAndDecrement() <= 0) {
            spent.add(mirror);
            throw new IllegalStateException("the operator ended before this write to " + mirror);
          }
        });
  }
}
