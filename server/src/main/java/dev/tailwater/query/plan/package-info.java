/**
 * What a query becomes before it is SQL: relations of typed fields, values with their SQL,
 * conditions from scopes, regular expressions in the dialect that can run them. Operators and
 * functions build with these; nothing here knows which operators or functions there are.
 */
@NullMarked
package dev.tailwater.query.plan;

import org.jspecify.annotations.NullMarked;
