package dev.tailwater.account;

/**
 * A hosted collector: a named container of sources.
 *
 * @param version grows with every change; the ETag is made of it
 */
record Collector(
    long id, String name, String description, String category, String timeZone, long version) {}
