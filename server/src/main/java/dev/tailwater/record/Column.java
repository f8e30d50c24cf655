package dev.tailwater.record;

/**
 * A column of the {@code logs} table.
 *
 * @param id the Iceberg field id; never reused, never changed
 * @param name the lower-case name, the same in the table and in the query language
 * @param type the type of its values
 * @param required whether every line has a value
 */
public record Column(int id, String name, ColumnType type, boolean required) {}
