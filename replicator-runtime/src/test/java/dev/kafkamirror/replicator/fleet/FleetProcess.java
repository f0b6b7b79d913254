package dev.kafkamirror.replicator.fleet;

import java.util.Map;

/** A member in a process of its own, to be killed. Arguments: source, target, prefix, pod. */
final class FleetProcess {
  private FleetProcess() {}

  public static void main(String[] args) throws InterruptedException {
    TestFlow flow =
        new TestFlow(
            Map.of("bootstrap.servers", args[0]), Map.of("bootstrap.servers", args[1]), args[2]);
    flow.member(args[3]);
    Thread.currentThread().join();
  }
}
