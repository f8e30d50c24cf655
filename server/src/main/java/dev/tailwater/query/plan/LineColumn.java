package dev.tailwater.query.plan;

import dev.tailwater.record.Column;

/**
 * A column that a step makes of a column of the lines.
 *
 * @param name by which later steps use it
 * @param sql over the source
 */
record LineColumn(String name, String sql, Column source) {}
