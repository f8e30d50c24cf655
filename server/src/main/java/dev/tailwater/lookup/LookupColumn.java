package dev.tailwater.lookup;

import dev.tailwater.query.plan.Type;

/**
 * A column of a table.
 *
 * @param key whether it is part of the primary key
 */
record LookupColumn(String name, Type type, boolean key) {}
