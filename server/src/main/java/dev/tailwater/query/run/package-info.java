/**
 * Runs queries within limits. A text, a range and an account arrive; typed rows leave, or a {@link
 * dev.tailwater.query.QueryException} that names the limit.
 */
@NullMarked
package dev.tailwater.query.run;

import org.jspecify.annotations.NullMarked;
