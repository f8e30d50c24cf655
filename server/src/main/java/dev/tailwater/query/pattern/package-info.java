/**
 * Algorithms over many messages that no SQL expresses: transactions of messages that share values,
 * chains of them, signatures of lines. Values of rows arrive, groups leave. They know nothing of
 * plans; the stages in {@code operator} bring the rows and name the results.
 */
@NullMarked
package dev.tailwater.query.pattern;

import org.jspecify.annotations.NullMarked;
