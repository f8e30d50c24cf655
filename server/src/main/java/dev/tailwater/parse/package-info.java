/**
 * Bytes to records. Takes deliveries in WAL order, cuts their bodies into lines, reads each line's
 * syslog header, time, level and Heroku's own fields straight into Arrow vectors, and hands full
 * batches to the store. Nothing here can lose a line: what cannot be read is kept as raw text and
 * counted.
 */
@NullMarked
package dev.tailwater.parse;

import org.jspecify.annotations.NullMarked;
