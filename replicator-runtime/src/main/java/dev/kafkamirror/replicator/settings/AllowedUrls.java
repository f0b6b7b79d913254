package dev.kafkamirror.replicator.settings;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * kafka-clients asks only those authorization servers that a system property names (KIP-1139,
 * {@code BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG}): a client's properties often
 * come from elsewhere than the process's. Here both are the user's.
 */
final class AllowedUrls {
  private static final String PROPERTY = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  private AllowedUrls() {}

  static synchronized void allow(String url) {
    Set<String> urls =
        new LinkedHashSet<>(Arrays.asList(System.getProperty(PROPERTY, "").split(",", -1)));
    urls.remove("");
    urls.add(url);
    System.setProperty(PROPERTY, String.join(",", urls));
  }
}
