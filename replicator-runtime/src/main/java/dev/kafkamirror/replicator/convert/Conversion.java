package dev.kafkamirror.replicator.convert;

import java.util.List;

/**
 * What a configuration of MirrorMaker 2 became.
 *
 * @param mirrors one for each flow, valid by the rules of the CRD
 * @param secrets what they refer to, as far as the values could be read
 * @param findings what became of every setting
 */
public record Conversion(
    List<ConvertedMirror> mirrors, List<ConvertedSecret> secrets, List<Finding> findings) {

  public Conversion {
    mirrors = List.copyOf(mirrors);
    secrets = List.copyOf(secrets);
    findings = List.copyOf(findings);
  }

  /** Whether something that was dropped makes the mirrors behave in another way. */
  public boolean lostSomething() {
    return findings.stream().anyMatch(Finding::effect);
  }
}
