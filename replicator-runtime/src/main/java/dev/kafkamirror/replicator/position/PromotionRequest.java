package dev.kafkamirror.replicator.position;

/**
 * The request to end copying that was carried out last.
 *
 * @param id the user's
 * @param completedMs when, wall clock
 * @param message what came of it, for people
 */
public record PromotionRequest(String id, long completedMs, String message) {}
