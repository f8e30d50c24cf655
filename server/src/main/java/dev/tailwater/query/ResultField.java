package dev.tailwater.query;

import dev.tailwater.query.plan.Type;

/**
 * A field of a result.
 *
 * @param name lower case, for programs; columns that a transpose made of values keep their spelling
 * @param displayName as the query first spelt it
 * @param type of its values
 * @param keyField whether records are grouped by it
 * @param fromQuery whether the query made it or chose it, rather than every line having it
 */
public record ResultField(
    String name, String displayName, Type type, boolean keyField, boolean fromQuery) {}
