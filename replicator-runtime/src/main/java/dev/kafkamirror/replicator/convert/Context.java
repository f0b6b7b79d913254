package dev.kafkamirror.replicator.convert;

import java.util.List;
import java.util.Map;
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

  /**
   * Where a secret text of one line stands from now on: it stays in its Secret, comes into the
   * cluster's own or is, where it can't be read here, the user's to put there.
   *
   * @param setting that it stands in
   * @param key of the text in the cluster's own Secret
   * @param field what becomes of it
   * @param secret the cluster's own Secret, null where a text could not be read
   */
  References.SecretKey secretText(
      Setting setting, String text, String key, String field, Map<String, String> secret) {
    String what = key.replace('-', ' ');
    Optional<References.SecretKey> ref = references.secretKey(text);
    if (ref.isPresent()) {
      findings.kept(setting, field, "the " + what + " stays in its Secret");
      return ref.get();
    }
    if (References.isOpen(text)) {
      secret.put(key, null);
      findings.lost(
          setting,
          field,
          "the "
              + what
              + " can't be read here; put it under the key "
              + key
              + " into the Secret that the mirror names");
    } else {
      secret.put(key, text);
      findings.kept(setting, field, "the " + what + " in a Secret");
    }
    return new References.SecretKey(null, key);
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
