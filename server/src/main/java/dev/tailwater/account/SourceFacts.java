package dev.tailwater.account;

/**
 * What the drain must know of a source to accept a delivery and to name its lines.
 *
 * @param account the account that the lines belong to
 * @param collectorId the {@code _collectorid} of its lines
 * @param collector the {@code _collector} of its lines
 * @param sourceId the {@code _sourceid} of its lines
 * @param source the {@code _source} of its lines
 * @param category the {@code _sourcecategory} of its lines
 * @param host the {@code _sourcehost} of its lines; empty means the address of the sender
 * @param retentionDays how long they are kept
 */
public record SourceFacts(
    long account,
    long collectorId,
    String collector,
    long sourceId,
    String source,
    String category,
    String host,
    int retentionDays) {}
