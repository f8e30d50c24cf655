/**
 * The text of a query as trees. Text arrives; scope and expression trees with positions leave, or a
 * {@link dev.tailwater.query.syntax.QueryMistake} that says what was expected where. Everything
 * here prints back to text that reads as the same tree. Depends on nothing; values are immutable, a
 * {@link dev.tailwater.query.syntax.Cursor} belongs to one thread.
 */
@NullMarked
package dev.tailwater.query.syntax;

import org.jspecify.annotations.NullMarked;
