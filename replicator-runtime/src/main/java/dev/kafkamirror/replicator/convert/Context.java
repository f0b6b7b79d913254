package dev.kafkamirror.replicator.convert;

import java.util.List;
import java.util.Optional;

/**
 * What the rules of one flow write to.
 *
 * @param document the KafkaMirror in the making
 * @param findings what became of the settings
 * @param problems what keeps the flow from becoming a KafkaMirror
 * @param secrets of all flows
 * @param references values that stand elsewhere
 */
record Context(
    Document document,
    Findings findings,
    List<String> problems,
    SecretBook secrets,
    References references) {

  void problem(String problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** The number that a setting is; without one a problem is noted. */
  Optional<Integer> wholeNumber(Setting setting) {
    try {
      return Optional.of(Integer.parseInt(setting.value()));
    } catch (NumberFormatException e) {
      problem(setting.key() + " must be a whole number");
      return Optional.empty();
    }
  }
}
