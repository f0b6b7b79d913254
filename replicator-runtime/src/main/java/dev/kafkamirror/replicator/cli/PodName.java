package dev.kafkamirror.replicator.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name that a process carries in its fleet and in status. */
final class PodName {
  private static final Logger LOG = LoggerFactory.getLogger(PodName.class);

  private PodName() {}

  /** Kubernetes gives pods their name; elsewhere the host has one. */
  static String ofThisProcess() {
    String given = System.getenv("POD_NAME");
    if (given != null && !given.isEmpty()) {
      return given;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      LOG.atDebug().setCause(e).log("This host does not know its own name");
      return "replicator-" + ProcessHandle.current().pid();
    }
  }
}
