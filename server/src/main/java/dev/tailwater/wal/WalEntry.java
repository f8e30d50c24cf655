package dev.tailwater.wal;

import java.nio.ByteBuffer;

/**
 * An entry read back.
 *
 * @param position where it begins
 * @param end the position after it: everything before {@code end} has been read once this entry has
 * @param payload its bytes, a view that is valid until the next entry is read
 */
public record WalEntry(long position, long end, ByteBuffer payload) {}
