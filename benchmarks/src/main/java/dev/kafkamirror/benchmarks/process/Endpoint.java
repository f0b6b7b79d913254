package dev.kafkamirror.benchmarks.process;

import java.util.HashMap;
import java.util.Map;

/**
 * How a cluster is reached.
 *
 * @param caPem authority of its brokers' certificates; null where the listener is not encrypted
 */
public record Endpoint(String bootstrapServers, String caPem) {

  public static Endpoint plaintext(String bootstrapServers) {
    return new Endpoint(bootstrapServers, null);
  }

  public boolean encrypted() {
    return caPem != null;
  }

  /** kafka-clients properties. */
  public Map<String, Object> clientConfig() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    if (encrypted()) {
      config.put("security.protocol", "SSL");
      config.put("ssl.truststore.type", "PEM");
      config.put("ssl.truststore.certificates", caPem);
    }
    return config;
  }
}
