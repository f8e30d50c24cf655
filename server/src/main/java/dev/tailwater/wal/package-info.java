/**
 * The write-ahead log: the only thing between "accepted" and "stored". The drain appends deliveries
 * and answers when they are on disk; the parser reads them, and after a restart everything that no
 * table holds yet is read again.
 *
 * <p>A folder of segments. A segment is a header (magic, version, base position, checksum) and
 * entries (length, CRC-32C, payload). A position is a number of bytes since the first segment ever:
 * the base of a segment plus the offset in its file. Positions only grow, so they name entries for
 * ever.
 */
@NullMarked
package dev.tailwater.wal;

import org.jspecify.annotations.NullMarked;
