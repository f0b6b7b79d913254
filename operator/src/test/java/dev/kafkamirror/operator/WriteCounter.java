package dev.kafkamirror.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes every request of a Kubernetes client that is no read. */
final class WriteCounter implements Interceptor {
  private final List<String> writes = new CopyOnWriteArrayList<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("GET")) {
      writes.add(request.method() + " " + request.uri().getPath());
    }
  }

  /** The writes whose path contains a text. */
  List<String> writesTo(String part) {
    return writes.stream().filter(write -> write.contains(part)).toList();
  }
}
