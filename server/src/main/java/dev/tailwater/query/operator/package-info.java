/**
 * The stages of a query. Each operator's syntax, checks, SQL and one line of documentation stand in
 * its own file; {@link dev.tailwater.query.operator.Operators} is the one list of them. Text
 * arrives, a {@link dev.tailwater.query.operator.Pipeline} leaves that prints itself and plans
 * itself.
 */
@NullMarked
package dev.tailwater.query.operator;

import org.jspecify.annotations.NullMarked;
