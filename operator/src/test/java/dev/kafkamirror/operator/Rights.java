package dev.kafkamirror.operator;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What requests need of Kubernetes' access control, in its own words: {@code patch
 * deployments.apps}.
 */
final class Rights {
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/apis?(?:/(?<group>[^/]+\\.[^/]+|apps|policy))?/v[^/]+"
              + "(?:/namespaces/[^/]+)?/(?<kind>[^/]+)(?:/(?<name>[^/]+)(?:/(?<part>[^/]+))?)?");

  private Rights() {}

  /** What the requests that were answered needed. */
  static Set<String> used(List<FaultyApi.Exchange> exchanges) {
    var used = new TreeSet<String>();
    exchanges.stream()
        .filter(exchange -> !exchange.fault())
        .filter(exchange -> RESOURCE.matcher(exchange.request().path()).matches())
        .filter(exchange -> !exchange.request().path().contains("/authorization.k8s.io/"))
        .forEach(
            exchange -> {
              verbs(exchange).forEach(verb -> used.add(right(verb, exchange)));
              ofOwners(exchange).forEach(used::add);
            });
    return used;
  }

  /** What rules grant. */
  static Set<String> granted(List<PolicyRule> rules) {
    var granted = new TreeSet<String>();
    for (var rule : rules) {
      for (var group : rule.getApiGroups()) {
        for (var resource : rule.getResources()) {
          rule.getVerbs().forEach(verb -> granted.add(right(verb, group, resource)));
        }
      }
    }
    return granted;
  }

  /** Whether a path is that of a kind's objects, not of one of them. */
  static boolean isCollection(String path) {
    var resource = RESOURCE.matcher(path);
    return resource.matches() && resource.group("name") == null;
  }

  /**
   * An owner whose deletion waits for its children: API servers with the admission plug-in
   * OwnerReferencesPermissionEnforcement, OpenShift's for one, ask for the right to its finalizers.
   */
  private static Stream<String> ofOwners(FaultyApi.Exchange exchange) {
    return exchange.request().body().contains("blockOwnerDeletion")
        ? Stream.of(right("update", "kafkamirror.dev", "kafkamirrors/finalizers"))
        : Stream.empty();
  }

  private static Stream<String> verbs(FaultyApi.Exchange exchange) {
    var request = exchange.request();
    return switch (request.method()) {
      case "POST" -> Stream.of("create");
      case "PUT" -> Stream.of("update");
      // Server-side apply of an object that is not there.
      case "PATCH" -> exchange.status() == 201 ? Stream.of("patch", "create") : Stream.of("patch");
      case "DELETE" -> Stream.of(isCollection(request.path()) ? "deletecollection" : "delete");
      case "GET" -> Stream.of(request.isWatch() ? "watch" : request.isList() ? "list" : "get");
      default -> throw new IllegalArgumentException(request.toString());
    };
  }

  private static String right(String verb, FaultyApi.Exchange exchange) {
    Matcher resource = RESOURCE.matcher(exchange.request().path());
    if (!resource.matches()) {
      throw new IllegalArgumentException(exchange.toString());
    }
    var part = resource.group("part");
    return right(
        verb,
        resource.group("group") == null ? "" : resource.group("group"),
        resource.group("kind") + (part == null ? "" : "/" + part));
  }

  private static String right(String verb, String group, String resource) {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }
}
