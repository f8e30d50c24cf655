package dev.tailwater.wal;

/**
 * Bytes of a segment that are no entry although entries or the end of the file follow.
 *
 * @param offset where they begin in the file
 * @param bytes how many they are
 */
public record WalDamage(long offset, long bytes) {}
