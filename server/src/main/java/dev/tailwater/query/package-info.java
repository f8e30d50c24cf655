/**
 * The query language: text and time range arrive, a {@link dev.tailwater.query.CompiledQuery}
 * leaves, or a {@link dev.tailwater.query.QueryException} that a user can act on. On the way:
 * {@code syntax} reads text, {@code operator} and {@code function} know the stages and what stands
 * in them, {@code plan} makes SQL, {@code run} executes it within limits.
 */
@NullMarked
package dev.tailwater.query;

import org.jspecify.annotations.NullMarked;
