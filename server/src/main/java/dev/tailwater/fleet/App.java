package dev.tailwater.fleet;

/**
 * An app of the fleet as its log's receiver knows it.
 *
 * @param name the app's name on Heroku
 * @param drainToken the token of its drain, {@code d.} and a UUID; the same in every fleet of the
 *     same seed
 */
public record App(String name, String drainToken) {}
