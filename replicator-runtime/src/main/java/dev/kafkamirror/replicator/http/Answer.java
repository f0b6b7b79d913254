package dev.kafkamirror.replicator.http;

/** What one page answers. */
public record Answer(int status, String contentType, String body) {

  /** A short text for a person or a probe. */
  public static Answer text(int status, String text) {
    return new Answer(status, "text/plain; charset=utf-8", text + "\n");
  }

  public static Answer json(String json) {
    return new Answer(200, "application/json", json);
  }
}
