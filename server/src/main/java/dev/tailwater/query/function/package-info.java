/**
 * Expressions as SQL, and the functions and aggregates they can name. A function's name, check, SQL
 * and description stand in one place; {@link dev.tailwater.query.function.Functions} and {@link
 * dev.tailwater.query.function.Aggregates} are the two lists.
 */
@NullMarked
package dev.tailwater.query.function;

import org.jspecify.annotations.NullMarked;
