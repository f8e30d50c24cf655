/**
 * The log record: what one line is once it was read, and the columns of the table that keeps it.
 * Depends on nothing.
 */
@NullMarked
package dev.tailwater.record;

import org.jspecify.annotations.NullMarked;
