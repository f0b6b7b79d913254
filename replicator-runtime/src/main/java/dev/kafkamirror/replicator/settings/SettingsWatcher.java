package dev.kafkamirror.replicator.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Follows the settings as their files change. It has no thread of its own: whoever owns it polls.
 * What was valid last stays in force while the files are wrong.
 */
public final class SettingsWatcher {
  /**
   * What the files hold by now.
   *
   * @param settings the last valid settings, null as long as there were none
   * @param error why the files as they are now are refused, null when they are in force
   */
  public record Reading(FlowSettings settings, String error) {}

  private final SettingsFiles files;
  private String fingerprint;
  private Reading last = new Reading(null, null);

  public SettingsWatcher(SettingsFiles files) {
    this.files = files;
  }

  /**
   * Looks at the files.
   *
   * @return what there is to do or to say now, empty when nothing changed since the last time
   */
  public Optional<Reading> poll() {
    Reading reading = readIfChanged();
    if (reading.equals(last)) {
      return Optional.empty();
    }
    last = reading;
    return Optional.of(reading);
  }

  private Reading readIfChanged() {
    try {
      String now = files.fingerprint();
      if (Objects.equals(now, fingerprint)) {
        return last;
      }
      // Taken before the files are loaded: what is replaced in between is seen at the next poll.
      fingerprint = now;
      return new Reading(files.load(), null);
    } catch (SettingsException e) {
      return new Reading(last.settings(), e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      return new Reading(
          last.settings(), "The settings or secrets cannot be read: " + e.getMessage());
    }
  }
}
