/**
 * A second opinion on the query language: an interpreter that takes one row after the other,
 * written from the specification and knowing nothing of the compiler, and random queries that both
 * answer.
 *
 * <p>{@link dev.tailwater.query.opinion.LineMaker} makes lines, {@link
 * dev.tailwater.query.opinion.QueryMaker} and {@link dev.tailwater.query.opinion.ExpressionMaker}
 * make queries, a {@link dev.tailwater.query.opinion.Step} is a stage that can be written down and
 * applied to a {@link dev.tailwater.query.opinion.Table}.
 */
@NullMarked
package dev.tailwater.query.opinion;

import org.jspecify.annotations.NullMarked;
