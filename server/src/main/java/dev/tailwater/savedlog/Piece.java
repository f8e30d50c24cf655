package dev.tailwater.savedlog;

import java.nio.ByteBuffer;

/**
 * A part of a saved log that is delivered at once.
 *
 * @param offset where it begins in the log, in bytes after decompression
 * @param end where the next one begins
 * @param body what is sent; backed by an array of its size
 * @param lines messages in it, as far as their form tells
 */
record Piece(long offset, long end, ByteBuffer body, long lines) {}
