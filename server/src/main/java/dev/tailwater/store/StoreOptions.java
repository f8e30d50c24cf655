package dev.tailwater.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the store.
 *
 * @param warehouse folder of the table's files
 * @param catalogUrl JDBC address of the Iceberg catalog
 * @param node number of this ingest node
 * @param generationRows rows at which a hot generation is sealed and flushed
 * @param generationBytes bytes of text at which a hot generation is sealed and flushed
 * @param generationAge age at which a hot generation is sealed and flushed
 * @param maxGenerations hot generations at most; when flushing is behind by so many, appending
 *     waits
 * @param upkeep settings of the upkeep
 */
public record StoreOptions(
    Path warehouse,
    String catalogUrl,
    int node,
    long generationRows,
    long generationBytes,
    Duration generationAge,
    int maxGenerations,
    UpkeepOptions upkeep) {}
